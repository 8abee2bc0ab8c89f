package io.tidelock.server;

import io.tidelock.core.job.Job;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A lease in the hands of this process. Thread-safe; stop actions run on the thread that stops it. */
final class HeldLease implements Lease {
    private final Job job;
    private final long fence;
    private final Object guard = new Object();
    private final List<Runnable> actions = new ArrayList<>();
    private Optional<Stopped.Reason> stop = Optional.empty();

    HeldLease(Job job, long fence) {
        this.job = job;
        this.fence = fence;
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
        synchronized (guard) {
            return stop;
        }
    }

    @Override
    public Registration onStop(Runnable action) {
        synchronized (guard) {
            if (stop.isEmpty()) {
                actions.add(action);
                return () -> {
                    synchronized (guard) {
                        actions.remove(action);
                    }
                };
            }
        }
        action.run();
        return () -> {};
    }

    void stop(Stopped.Reason reason) {
        List<Runnable> todo;
        synchronized (guard) {
            if (stop.isPresent()) {
                return;
            }
            stop = Optional.of(reason);
            todo = List.copyOf(actions);
            actions.clear();
        }
        todo.forEach(Runnable::run);
    }
}
