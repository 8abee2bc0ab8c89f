package io.tidelock.sandbox.forge;

import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.RefChange;
import io.tidelock.sandbox.git.Vault;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.Review;
import io.tidelock.sandbox.model.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens pull requests and changes what they say; merging is {@link Merging}'s. */
public final class Pulls {
    private final World world;
    private final Vault vault;
    private final Herald herald;
    private final Mergeability mergeability;

    Pulls(World world, Vault vault, Herald herald, Mergeability mergeability) {
        this.world = world;
        this.vault = vault;
        this.herald = herald;
        this.mergeability = mergeability;
    }

    /**
     * Opens one.
     *
     * @param head a branch, or {@code owner:branch} for one in a fork
     */
    public Pull open(
            Repo repo, Account author, String title, @Nullable String body, String head, String base, boolean draft) {
        return world.locked(() -> {
            if (title.isBlank()) {
                throw Refused.invalid("PullRequest", "title", "missing_field");
            }
            int colon = head.indexOf(':');
            Repo headRepo = colon < 0 ? repo : headRepo(repo, head.substring(0, colon));
            String headRef = head.substring(colon + 1);
            History history = new History(vault.open(repo.folder));
            String headSha = headRepo == null ? null : new History(vault.open(headRepo.folder)).tip(headRef);
            String baseSha = history.tip(base);
            if (headRepo == null || headSha == null) {
                throw Refused.invalid("PullRequest", "head", "invalid");
            }
            if (baseSha == null) {
                throw Refused.invalid("PullRequest", "base", "invalid");
            }
            bring(headRepo, repo, headRef, headSha);
            demandDifference(repo, history, headRepo, headRef, headSha, base, baseSha);
            Pull pull = new Pull(
                    world.nextId(),
                    world.nextId(),
                    repo.nextNumber(),
                    repo,
                    author,
                    title.strip(),
                    headRepo,
                    headRef,
                    headSha,
                    base,
                    baseSha,
                    world.now());
            pull.body = body;
            pull.draft = draft;
            repo.pulls.put(pull.number, pull);
            Vault.move(vault.open(repo.folder), pull.repo.pullRef(pull.number, "head"), headSha, null);
            mergeability.restart(pull);
            herald.pull(pull, "opened", author, Map.of());
            return pull;
        });
    }

    /** The pull request with the number, or 404. */
    public Pull find(Repo repo, int number) {
        Pull pull = world.locked(() -> repo.pulls.get(number));
        if (pull == null) {
            throw Refused.notFound();
        }
        return pull;
    }

    /** Changes title, body and base where they are given and differ; one event tells what they were. */
    public void edit(Pull pull, @Nullable String title, @Nullable String body, @Nullable String base, Account sender) {
        world.locked(() -> {
            Map<String, Object> changes = new LinkedHashMap<>();
            if (title != null && !title.equals(pull.title)) {
                if (title.isBlank()) {
                    throw Refused.invalid("PullRequest", "title", "missing_field");
                }
                changes.put("title", Map.of("from", pull.title));
            }
            if (body != null && !body.equals(pull.body)) {
                changes.put("body", Map.of("from", Objects.requireNonNullElse(pull.body, "")));
            }
            if (base != null && !base.equals(pull.baseRef)) {
                changes.put("base", retarget(pull, base));
            }
            if (changes.isEmpty()) {
                return;
            }
            pull.title = title == null ? pull.title : title;
            pull.body = body == null ? pull.body : body;
            pull.updatedAt = world.now();
            herald.pull(pull, "edited", sender, Map.of("changes", changes));
        });
    }

    private Map<String, Object> retarget(Pull pull, String base) {
        String sha = new History(vault.open(pull.repo.folder)).tip(base);
        if (sha == null) {
            throw Refused.invalid("PullRequest", "base", "invalid");
        }
        Map<String, Object> from = Map.of("ref", Map.of("from", pull.baseRef), "sha", Map.of("from", pull.baseSha));
        pull.baseRef = base;
        pull.baseSha = sha;
        mergeability.restart(pull);
        return from;
    }

    public void close(Pull pull, Account sender) {
        world.locked(() -> {
            if (pull.isOpen()) {
                pull.closedAt = world.now();
                pull.updatedAt = world.now();
                pull.revision++;
                herald.pull(pull, "closed", sender, Map.of());
            }
        });
    }

    /** Notes that the head is in the base branch now. */
    void markMerged(Pull pull, String commit, Account sender) {
        pull.mergedAt = world.now();
        pull.closedAt = pull.mergedAt;
        pull.updatedAt = world.now();
        pull.mergedBy = sender;
        pull.mergeCommitSha = commit;
        pull.mergeable = null;
        pull.revision++;
        Vault.delete(vault.open(pull.repo.folder), pull.repo.pullRef(pull.number, "merge"));
        herald.pull(pull, "closed", sender, Map.of());
    }

    public void reopen(Pull pull, Account sender) {
        world.locked(() -> {
            if (pull.isOpen()) {
                return;
            }
            Repo headRepo = pull.headRepo;
            String tip = headRepo == null ? null : new History(vault.open(headRepo.folder)).tip(pull.headRef);
            if (pull.isMerged() || headRepo == null || tip == null) {
                throw Refused.custom(
                        "PullRequest",
                        "state",
                        "state cannot be changed. "
                                + (pull.isMerged()
                                        ? "The pull request cannot be reopened."
                                        : "The " + pull.headRef + " branch has been deleted."));
            }
            pull.closedAt = null;
            pull.updatedAt = world.now();
            if (!tip.equals(pull.headSha)) {
                bring(headRepo, pull.repo, pull.headRef, tip);
                pull.headSha = tip;
                Vault.move(vault.open(pull.repo.folder), pull.repo.pullRef(pull.number, "head"), tip, null);
            }
            mergeability.restart(pull);
            herald.pull(pull, "reopened", sender, Map.of());
        });
    }

    public void setDraft(Pull pull, boolean draft, Account sender) {
        world.locked(() -> {
            if (pull.draft != draft) {
                pull.draft = draft;
                pull.updatedAt = world.now();
                herald.pull(pull, draft ? "converted_to_draft" : "ready_for_review", sender, Map.of());
            }
        });
    }

    /** Puts a label on; a label the repository does not know is made. */
    public void label(Pull pull, String name, Account sender) {
        world.locked(() -> {
            Label label = pull.repo.labels.computeIfAbsent(
                    name, missing -> new Label(world.nextId(), missing, "ededed", null));
            if (pull.labels.add(label.name())) {
                pull.updatedAt = world.now();
                herald.pull(pull, "labeled", sender, Map.of("label", label));
            }
        });
    }

    /** Takes a label off; 404 when it was not on. */
    public void unlabel(Pull pull, String name, Account sender) {
        world.locked(() -> {
            Label label = pull.repo.labels.get(name);
            if (label == null || !pull.labels.remove(label.name())) {
                throw Refused.with(404, "Label does not exist");
            }
            pull.updatedAt = world.now();
            herald.pull(pull, "unlabeled", sender, Map.of("label", label));
        });
    }

    /** The head branch has moved. */
    void synchronize(Pull pull, String after, Account sender) {
        String before = pull.headSha;
        Repo headRepo = Objects.requireNonNull(pull.headRepo);
        bring(headRepo, pull.repo, pull.headRef, after);
        pull.headSha = after;
        String base = new History(vault.open(pull.repo.folder)).tip(pull.baseRef);
        pull.baseSha = base == null ? pull.baseSha : base;
        pull.updatedAt = world.now();
        Vault.move(vault.open(pull.repo.folder), pull.repo.pullRef(pull.number, "head"), after, null);
        Protection rules = pull.repo.protections.get(pull.baseRef);
        mergeability.restart(pull);
        herald.pull(pull, "synchronize", sender, Map.of("before", before, "after", after));
        if (rules != null && rules.dismissStale()) {
            for (Review review : List.copyOf(pull.reviews)) {
                if (review.state == Review.State.APPROVED) {
                    review.state = Review.State.DISMISSED;
                    herald.review(review, "dismissed", sender);
                }
            }
        }
    }

    private @Nullable Repo headRepo(Repo repo, String owner) {
        if (owner.equalsIgnoreCase(repo.owner.login)) {
            return repo;
        }
        return world.repos().stream()
                .filter(other -> other.parent == repo && other.owner.login.equalsIgnoreCase(owner))
                .findFirst()
                .orElse(null);
    }

    /** Fetches a fork's commits into the repository the pull request is for. */
    private void bring(Repo from, Repo to, String branch, String sha) {
        if (from != to) {
            vault.copy(from.folder, to.folder, "+refs/heads/" + branch + ":refs/forks/" + from.id + "/" + sha);
        }
    }

    private static void demandDifference(
            Repo repo, History history, Repo headRepo, String headRef, String headSha, String base, String baseSha) {
        for (Pull other : repo.pulls.values()) {
            if (other.isOpen()
                    && other.headRepo == headRepo
                    && other.headRef.equals(headRef)
                    && other.baseRef.equals(base)) {
                throw Refused.custom(
                        "PullRequest",
                        "A pull request already exists for " + headRepo.owner.login + ":" + headRef + ".");
            }
        }
        if (history.mergeBase(baseSha, headSha) == null) {
            throw Refused.custom("PullRequest", "The " + headRef + " branch has no history in common with " + base);
        }
        if (history.contains(headSha, baseSha)) {
            throw Refused.custom("PullRequest", "No commits between " + base + " and " + headRef);
        }
    }

    /** Whether a change of a ref is about the branch this pull request comes from. */
    static boolean comesFrom(Pull pull, Repo repo, RefChange change) {
        return pull.isOpen() && pull.headRepo == repo && change.ref().equals("refs/heads/" + pull.headRef);
    }

    /** Whether it is about the branch this pull request goes into. */
    static boolean goesInto(Pull pull, Repo repo, RefChange change) {
        return pull.isOpen() && pull.repo == repo && change.ref().equals("refs/heads/" + pull.baseRef);
    }
}
