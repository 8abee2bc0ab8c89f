package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Job;
import io.tidelock.core.outcome.ProjectResult;
import java.time.Instant;

/** Whether people could read a plan before they asked for it to be applied. */
final class Seen {
    private Seen() {}

    /** Before the pull request was merged. A host that does not say when that was leaves only our clock: before we heard of it. */
    static boolean beforeTheMerge(ProjectResult result, PullRequest pull, Job job) {
        return pull.mergedAt()
                .map(merged -> before(result, merged, job))
                .orElseGet(() -> result.published()
                        .filter(published -> published.ourTime().isBefore(job.acceptedAt()))
                        .isPresent());
    }

    /**
     * By the host's clock, which often counts in whole seconds; within the same second ours decides.
     *
     * @param asked when they asked, by the host's clock
     * @param job what came of it
     */
    static boolean before(ProjectResult result, Instant asked, Job job) {
        return result.published()
                .map(published -> published.hostTime().isBefore(asked)
                        || (published.hostTime().equals(asked)
                                && published.ourTime().isBefore(job.acceptedAt())))
                .orElse(false);
    }
}
