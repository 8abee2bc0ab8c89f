package io.tidelock.core.port.host;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.MergeMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Does what a maintainer does with a pull request. Throws {@code Unavailable} (with {@code perhapsDone} when the answer was lost) or
 * {@code Refused} with the host's reason.
 */
public interface PullMerger {
    /** The methods that a single merge may name; what else there is, the repository decides. */
    Set<MergeMethod> methods(RepoRef repo);

    /**
     * Merges it if its head is still this commit, by the method or else as the repository has it. {@code Refused} with {@code
     * NOT_ACCEPTABLE} may pass: a host that has just been told something takes its time to believe it.
     *
     * @return why its branch is still there although the order says otherwise; the merge stands
     */
    Optional<Problem> merge(PullRequest pull, CommitSha head, Order order);

    /**
     * Deletes the branch of a pull request that we merged, should that not have happened along with the merge: where it is one of
     * this repository, still at the commit that was merged, and neither protected nor the default branch.
     *
     * @return why it is still there; empty when it is gone, and when it is a fork's
     */
    Optional<Problem> deleteBranch(PullRequest pull);

    /** Takes every approval back. */
    Dropped dropApprovals(PullRequest pull);

    /** @param deletesBranch whether its branch is deleted afterwards, where it is one of this repository */
    record Order(Optional<MergeMethod> method, boolean deletesBranch) {}

    /**
     * What became of the approvals.
     *
     * @param by the logins of those whose approvals are taken back; empty when there were none
     * @param kept why others still stand, one for each
     */
    record Dropped(List<String> by, List<Problem> kept) {
        public Dropped {
            by = by.stream().distinct().toList();
            kept = List.copyOf(kept);
        }
    }
}
