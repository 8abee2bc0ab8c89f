package io.tidelock.testkit.contract;

import io.tidelock.core.job.Job;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.port.store.Jobs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A lease that stays good until a test stops it, or another claims its job. */
public final class HeldLease implements Lease {
    private final Job job;
    private final long fence;
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private volatile Optional<Stopped.Reason> reason;

    public HeldLease(Job job, long fence) {
        this(job, fence, Optional.empty());
    }

    private HeldLease(Job job, long fence, Optional<Stopped.Reason> reason) {
        this.job = job;
        this.fence = fence;
        this.reason = reason;
    }

    public static HeldLease of(Jobs.Claim claim) {
        return new HeldLease(claim.job(), claim.fence(), claim.stop());
    }

    /** The holder must stop from now on. */
    public synchronized void stop(Stopped.Reason why) {
        if (reason.isEmpty()) {
            reason = Optional.of(why);
            actions.forEach(Runnable::run);
        }
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public long fence() {
        return fence;
    }

    @Override
    public Optional<Stopped.Reason> stop() {
        return reason;
    }

    @Override
    public synchronized Registration onStop(Runnable action) {
        if (stop().isPresent()) {
            action.run();
            return () -> {};
        }
        actions.add(action);
        return () -> actions.remove(action);
    }
}
