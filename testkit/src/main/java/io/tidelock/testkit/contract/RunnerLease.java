package io.tidelock.testkit.contract;

import io.tidelock.core.job.Job;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A lease of no job in particular, which stays good until a test stops it. */
public final class RunnerLease implements Lease {
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private volatile Optional<Stopped.Reason> reason = Optional.empty();

    /** A later reason replaces an earlier one; the actions have run by then. */
    public synchronized void stop(Stopped.Reason why) {
        boolean first = reason.isEmpty();
        reason = Optional.of(why);
        if (first) {
            actions.forEach(Runnable::run);
        }
    }

    @Override
    public Job job() {
        throw new UnsupportedOperationException("a runner has no business with the job");
    }

    @Override
    public long fence() {
        return 1;
    }

    @Override
    public Optional<Stopped.Reason> stop() {
        return reason;
    }

    @Override
    public synchronized Registration onStop(Runnable action) {
        if (reason.isPresent()) {
            action.run();
            return () -> {};
        }
        actions.add(action);
        return () -> actions.remove(action);
    }
}
