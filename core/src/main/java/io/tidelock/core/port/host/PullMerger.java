package io.tidelock.core.port.host;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.project.MergeMethod;
import java.util.Optional;

/**
 * Does what a maintainer does with a pull request. Throws {@code Unavailable} (with {@code perhapsDone} when the answer was lost) or
 * {@code Refused} with the host's reason.
 */
public interface PullMerger {
    /** Merges it if its head is still this commit, by the method or else as the repository has it. */
    void merge(PullRequest pull, CommitSha head, Order order);

    /** Takes every approval back. */
    void dropApprovals(PullRequest pull);

    /** @param deletesBranch whether its branch is deleted afterwards, where it is one of this repository */
    record Order(Optional<MergeMethod> method, boolean deletesBranch) {}
}
