package io.tidelock.testkit.contract;

import io.tidelock.core.job.Job;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A lease on a job that no store knows, for doors that only ask whether they may go on. */
public final class FreeLease implements Lease {
    private final Job job;
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private volatile Optional<Stopped.Reason> reason = Optional.empty();

    public FreeLease(Work work) {
        this(work, 1);
    }

    /** Of the n-th try. */
    public FreeLease(Work work, int attempt) {
        this.job = new Job(new JobId(1), work, Instant.EPOCH, attempt);
    }

    public synchronized void stop(Stopped.Reason why) {
        reason = Optional.of(why);
        actions.forEach(Runnable::run);
    }

    @Override
    public Job job() {
        return job;
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
