package io.tidelock.sandbox.forge;

import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Vault;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.CheckRun;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Review;
import io.tidelock.sandbox.model.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges whether a pull request may be merged: the {@code mergeable_state}, and the reasons against it. */
public final class Gate {
    private static final Set<String> PASSING = Set.of("success", "neutral", "skipped");

    private final World world;
    private final Vault vault;

    Gate(World world, Vault vault) {
        this.world = world;
        this.vault = vault;
    }

    /** One of unknown, dirty, draft, blocked, behind, unstable, clean. */
    public String state(Pull pull) {
        return world.locked(() -> {
            Boolean mergeable = pull.mergeable;
            if (mergeable == null || !pull.isOpen()) {
                return "unknown";
            }
            if (!mergeable) {
                return "dirty";
            }
            if (pull.draft) {
                return "draft";
            }
            if (!objections(pull).isEmpty()) {
                return "blocked";
            }
            if (isBehind(pull)) {
                return "behind";
            }
            boolean allPass = verdicts(pull).values().stream().allMatch(PASSING::contains);
            return allPass ? "clean" : "unstable";
        });
    }

    /** What protection of the base branch has against merging now, as sentences; empty when nothing. */
    public List<String> objections(Pull pull) {
        return world.locked(() -> {
            Protection rules = pull.repo.protections.get(pull.baseRef);
            List<String> reasons = new ArrayList<>();
            if (rules == null) {
                return reasons;
            }
            if (rules.requiresChecks()) {
                Map<String, String> verdicts = verdicts(pull);
                for (String context : rules.contexts()) {
                    String verdict = verdicts.get(context);
                    if (verdict == null) {
                        reasons.add("Required status check \"" + context + "\" is expected.");
                    } else if (!PASSING.contains(verdict)) {
                        boolean pending = verdict.equals("pending");
                        reasons.add(
                                "Required status check \"" + context + "\" is " + (pending ? "pending." : "failing."));
                    }
                }
            }
            if (rules.conversations() && pull.threads.contains(false)) {
                reasons.add("A conversation must be resolved before this pull request can be merged.");
            }
            String decision = reviewDecision(pull);
            if ("CHANGES_REQUESTED".equals(decision)) {
                reasons.add("Changes have been requested on this pull request by a reviewer with write access.");
            } else if ("REVIEW_REQUIRED".equals(decision)) {
                reasons.add("At least " + rules.approvals() + " approving review"
                        + (rules.approvals() == 1 ? " is" : "s are") + " required by reviewers with write access.");
            }
            return reasons;
        });
    }

    /** Whether the base branch demands that the head contain its tip, and it does not. */
    public boolean isBehind(Pull pull) {
        return world.locked(() -> {
            Protection rules = pull.repo.protections.get(pull.baseRef);
            History history = new History(vault.open(pull.repo.folder));
            String base = history.tip(pull.baseRef);
            return rules != null
                    && rules.requiresChecks()
                    && rules.strict()
                    && base != null
                    && !history.contains(base, pull.headSha);
        });
    }

    /** APPROVED, CHANGES_REQUESTED or REVIEW_REQUIRED; null when the base branch demands no review. */
    public @Nullable String reviewDecision(Pull pull) {
        return world.locked(() -> {
            Protection rules = pull.repo.protections.get(pull.baseRef);
            if (rules == null || !rules.requiresReviews() || rules.approvals() == 0) {
                return null;
            }
            List<Review> latest = latestOpinionated(pull, true);
            if (latest.stream().anyMatch(review -> review.state == Review.State.CHANGES_REQUESTED)) {
                return "CHANGES_REQUESTED";
            }
            long approvals = latest.stream()
                    .filter(review -> review.state == Review.State.APPROVED)
                    .count();
            return approvals >= rules.approvals() ? "APPROVED" : "REVIEW_REQUIRED";
        });
    }

    /** The last review of each reviewer that approves, asks for changes, or was dismissed. */
    public List<Review> latestOpinionated(Pull pull, boolean writersOnly) {
        return world.locked(() -> {
            Map<Account, Review> latest = new LinkedHashMap<>();
            for (Review review : pull.reviews) {
                boolean counts = !writersOnly
                        || world.permission(pull.repo, review.author).allows(Permission.WRITE);
                if (review.isOpinionated() && counts) {
                    latest.put(review.author, review);
                }
            }
            return List.copyOf(latest.values());
        });
    }

    /** Context or check name on the head to success, pending, failure and so on. */
    private static Map<String, String> verdicts(Pull pull) {
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (CommitStatus status : pull.repo.statusesOf(pull.headSha)) {
            verdicts.put(status.context(), status.state());
        }
        for (CheckRun run : pull.repo.checksOf(pull.headSha)) {
            String conclusion = run.conclusion;
            verdicts.put(run.name, conclusion == null ? "pending" : conclusion);
        }
        return verdicts;
    }
}
