package io.tidelock.testkit.contract;

import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.run.Runner;
import io.tidelock.core.port.run.WorkingTree;

/** What a runner is tried on: a tree with a project for each case. */
public interface RunnerBench extends AutoCloseable {
    Runner runner();

    RunLogs logs();

    /** A runner in a new server on the same disk: it knows of earlier runs only what is written there. */
    Runner afterCrash();

    WorkingTree tree();

    /** Directory whose plan adds one resource; its state is a local file. */
    String changing();

    /** Directory whose plan finds nothing to do. */
    String idle();

    /** Directory whose plan fails. */
    String failing();

    /** Directory whose plan hangs until {@link #release}; otherwise like {@link #changing}. */
    String hangingPlan();

    /** Directory whose apply hangs until {@link #release}; otherwise like {@link #changing}. */
    String hangingApply();

    /** Returns once something hangs. */
    void awaitHanging() throws InterruptedException;

    /** Lets go on what hangs. */
    void release();

    /** Whether what hung is still there. */
    boolean alive();

    /** How many applies were really begun. */
    int applies();

    @Override
    void close();
}
