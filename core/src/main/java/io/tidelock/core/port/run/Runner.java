package io.tidelock.core.port.run;

import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.project.Project;
import java.util.Optional;

/**
 * Plans and applies. A run id is used for one run only. Throws {@code Stopped} when the lease stops a plan, after its
 * processes are gone; a running apply is never stopped by a lease that was superseded.
 */
public interface Runner {
    PlanRun plan(PlanTask task, Lease lease);

    ApplyRun apply(ApplyTask task, Lease lease);

    /** Imports into the state, or has it forget something. In all else like an apply. */
    ApplyRun edit(EditTask task, Lease lease);

    /** After a crash: waits for an apply or an edit that still runs, or says how it ended. Asking again gives the same answer. */
    ApplyRun adopt(RunId run, Lease lease);

    /** After a crash: stops what is left of a plan, and returns when it is gone. */
    void stop(RunId run);

    /** Why nothing can be run here; empty when all is well. */
    Optional<Problem> trouble();

    /** The tool's own name and version, e.g. {@code Terraform v1.11.4}. */
    String version();

    /** As {@link #version()}, of the one that runs this project; or why there is none. */
    String version(Project project, WorkingTree tree);
}
