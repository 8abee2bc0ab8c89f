package io.tidelock.sandbox.forge;

import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Merges;
import io.tidelock.sandbox.git.RefChange;
import io.tidelock.sandbox.git.Vault;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.World;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** The merge button. */
public final class Merging {
    /**
     * How to merge.
     *
     * @param method merge, squash or rebase; in a GitLab project, rebase is to move the base forward to a head that is on top of
     *     it, and squash goes together with a merge commit where these are made
     * @param title first line of the commit, or null for the usual one
     * @param message the rest of it, or null for the usual one
     * @param expectedHead the commit the head must be at, or null when it does not matter
     */
    public record Order(
            String method,
            @Nullable String title,
            @Nullable String message,
            @Nullable String expectedHead) {}

    private final World world;
    private final Vault vault;
    private final Gate gate;
    private final Mergeability mergeability;
    private final Pulls pulls;
    private final Pushes pushes;

    Merging(World world, Vault vault, Gate gate, Mergeability mergeability, Pulls pulls, Pushes pushes) {
        this.world = world;
        this.vault = vault;
        this.gate = gate;
        this.mergeability = mergeability;
        this.pulls = pulls;
        this.pushes = pushes;
    }

    /** Merges and gives the new tip of the base branch; 405 when it may not be, 409 when the head has moved. */
    public String merge(Pull pull, Order order, Account account) {
        return world.locked(() -> {
            demandMergeable(pull, order, account);
            Repository git = vault.open(pull.repo.folder);
            String ref = "refs/heads/" + pull.baseRef;
            String base = Objects.requireNonNull(new History(git).at(ref));
            String merged = commit(pull, order, account, git, base);
            if (merged == null) {
                throw Refused.with(405, "Pull Request is not mergeable");
            }
            if (!Vault.move(git, ref, merged, base)) {
                throw Refused.with(405, "Base branch was modified. Review and try the merge again.");
            }
            pulls.markMerged(pull, merged, account);
            pushes.happened(pull.repo, List.of(new RefChange(ref, base, merged)), account);
            if (pull.repo.deleteBranchOnMerge && pull.headRepo == pull.repo) {
                deleteHead(pull, account);
            }
            return merged;
        });
    }

    private void deleteHead(Pull pull, Account account) {
        Repository git = vault.open(pull.repo.folder);
        String ref = "refs/heads/" + pull.headRef;
        String tip = new History(git).at(ref);
        if (tip != null) {
            Vault.delete(git, ref);
            pushes.happened(pull.repo, List.of(new RefChange(ref, tip, RefChange.ZEROS)), account);
        }
    }

    private void demandMergeable(Pull pull, Order order, Account account) {
        if (!pull.isOpen()) {
            throw Refused.with(405, "Pull Request is not mergeable");
        }
        if (order.expectedHead() != null && !order.expectedHead().equals(pull.headSha)) {
            throw Refused.with(409, "Head branch was modified. Review and try the merge again.");
        }
        Repo repo = pull.repo;
        switch (order.method()) {
            case "merge" -> allow(repo.allowMergeCommit, "Merge commits are not allowed on this repository.");
            case "squash" -> allow(repo.allowSquashMerge, "Squash merges are not allowed on this repository.");
            case "rebase" -> allow(repo.allowRebaseMerge, "Rebase merges are not allowed on this repository.");
            default -> throw Refused.invalid("PullRequest", "merge_method", "invalid");
        }
        allow(!pull.draft, "Pull Request is still a draft");
        allow(mergeability.now(pull), "Pull Request is not mergeable");
        Protection rules = repo.protections.get(pull.baseRef);
        boolean excused = rules == null
                || !rules.enforceAdmins() && world.permission(repo, account).allows(Permission.ADMIN);
        if (!excused) {
            List<String> objections = gate.objections(pull);
            allow(objections.isEmpty(), String.join(" ", objections));
            allow(!gate.isBehind(pull), "Head branch is out of date. Review and try the merge again.");
        }
        if (order.method().equals("rebase")) {
            allow(pull.rebaseable, "This branch can't be rebased");
        }
    }

    private static void allow(boolean condition, String otherwise) {
        if (!condition) {
            throw Refused.with(405, otherwise);
        }
    }

    private @Nullable String commit(Pull pull, Order order, Account account, Repository git, String base) {
        Merges merges = new Merges(git);
        Commit.Signature author = new Commit.Signature(account.name, account.email, world.now());
        Commit.Signature web = mergeability.web();
        List<Commit> commits = new History(git).between(base, pull.headSha);
        return switch (order.method()) {
            case "rebase" -> pull.repo.gitlab ? forward(git, base, pull.headSha) : merges.rebase(base, commits, author);
            case "squash" -> {
                if (pull.repo.gitlab) {
                    yield squashed(pull, order, git, base, author);
                }
                boolean single = commits.size() == 1;
                String title = single ? commits.get(0).headline() : pull.title;
                String message = single
                        ? commits.get(0)
                                .message()
                                .substring(commits.get(0).headline().length())
                                .strip()
                        : bullets(commits);
                yield merges.squash(
                        base, pull.headSha, author, web, text(order, title + " (#" + pull.number + ")", message));
            }
            default -> {
                String title = pull.repo.gitlab
                        ? gitlabTitle(pull)
                        : "Merge pull request #" + pull.number + " from " + pull.headLabelOwner + "/" + pull.headRef;
                String message = pull.repo.gitlab ? gitlabMessage(pull) : pull.title;
                yield merges.merge(base, pull.headSha, author, text(order, title, message));
            }
        };
    }

    private static @Nullable String forward(Repository git, String base, String head) {
        return new History(git).contains(base, head) ? head : null;
    }

    /** One commit with the title of the merge request, and then the merge of it. */
    private @Nullable String squashed(Pull pull, Order order, Repository git, String base, Commit.Signature author) {
        Merges merges = new Merges(git);
        String fork = pull.repo.allowMergeCommit
                ? Objects.requireNonNullElse(new History(git).mergeBase(base, pull.headSha), base)
                : forward(git, base, pull.headSha) == null ? null : base;
        String squash = fork == null
                ? null
                : merges.squash(fork, pull.headSha, author, mergeability.web(), text(order, pull.title, ""));
        pull.squashCommitSha = squash;
        return squash == null || !pull.repo.allowMergeCommit
                ? squash
                : merges.merge(base, squash, author, gitlabTitle(pull) + "\n\n" + gitlabMessage(pull));
    }

    private static String gitlabTitle(Pull pull) {
        return "Merge branch '" + pull.headRef + "' into '" + pull.baseRef + "'";
    }

    private static String gitlabMessage(Pull pull) {
        return pull.title + "\n\nSee merge request " + pull;
    }

    private static String bullets(List<Commit> commits) {
        StringBuilder text = new StringBuilder();
        commits.forEach(commit -> text.append("* ").append(commit.message()).append("\n\n"));
        return text.toString().strip();
    }

    private static String text(Order order, String title, String message) {
        String first = order.title() == null ? title : order.title();
        String rest = order.message() == null ? message : order.message();
        return rest.isEmpty() ? first : first + "\n\n" + rest;
    }
}
