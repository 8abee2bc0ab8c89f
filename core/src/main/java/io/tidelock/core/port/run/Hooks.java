package io.tidelock.core.port.run;

import io.tidelock.core.job.Lease;

/** Runs the operator's commands in a checkout. A run id is used for one run only. */
public interface Hooks {
    /** Runs it in the root of the tree, to its end. Throws {@code Stopped} when the lease stops it, after its processes are gone. */
    HookRun run(HookTask task, Lease lease);

    /**
     * The files as hooks have left them on disk: what they wrote goes before what was committed, and what they removed is gone.
     * Object ids stay those of the commit.
     */
    SourceTree asLeft(WorkingTree tree, SourceTree committed);
}
