package io.tidelock.core.port.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.project.ProjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every plan, apply, import and hook that was begun: written before its first process starts, so that a crash leaves a trace. */
public interface Runs {
    void begin(Lease lease, Run run);

    /** Ends the run and keeps its log, compressed and encrypted. Ending it again changes nothing. */
    void end(Lease lease, RunId run, String result, Instant at, byte[] log);

    Optional<Run> run(RunId id);

    Optional<byte[]> log(RunId id);

    /** Runs of a job, in the order they were begun. */
    List<Run> of(JobId job);

    /** Applies, imports and the like of exactly this pull request that run, or ended after {@code since}; in the order they were begun. */
    List<Run> applying(PullRef pull, Instant since);

    enum Kind {
        PLAN,
        APPLY,
        IMPORT,
        STATE_RM,
        /** A command of the operator's, before or after others. */
        HOOK;

        /** True of what changes something and is never begun again by itself. */
        public boolean once() {
            return this == APPLY || this == IMPORT || this == STATE_RM;
        }
    }

    /** @param result empty while it has not ended */
    record Run(
            RunId id,
            JobId job,
            Kind kind,
            PullRef pull,
            ProjectKey key,
            Instant begunAt,
            Optional<Instant> endedAt,
            Optional<String> result) {}
}
