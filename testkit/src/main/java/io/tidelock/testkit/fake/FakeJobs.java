package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Ending;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lane;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Jobs;
import io.tidelock.core.words.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Jobs in memory. */
public class FakeJobs implements Jobs {
    final Shelf shelf;

    FakeJobs(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public Optional<Claim> claim(String owner, Instant now, Instant until) {
        synchronized (shelf) {
            for (Promise promise : shelf.promises.values()) {
                if (mayRun(promise, now)) {
                    promise.state = Promise.State.RUNNING;
                    promise.attempt++;
                    promise.fence++;
                    promise.leaseUntil = Shelf.ms(until);
                    return Optional.of(new Claim(promise.job(), promise.fence, promise.stop));
                }
            }
            return Optional.empty();
        }
    }

    private boolean mayRun(Promise promise, Instant now) {
        return switch (promise.state) {
            case ENDED -> false;
            case RUNNING -> ranOut(promise, now);
            case WAITING -> !promise.notBefore.isAfter(now) && firstOfItsLane(promise) && noOtherApply(promise);
        };
    }

    boolean ranOut(Promise promise, Instant now) {
        return promise.leaseUntil.isBefore(now);
    }

    boolean firstOfItsLane(Promise promise) {
        List<Promise> earlier = shelf.promises.headMap(promise.id.value()).values().stream()
                .filter(other -> other.open() && other.work.lane().equals(promise.work.lane()))
                .toList();
        boolean overtakes =
                promise.work instanceof Work.Unlock && earlier.stream().anyMatch(FakeJobs::isApplying);
        return earlier.stream()
                .allMatch(other -> overtakes && (isApplying(other) || other.state == Promise.State.WAITING));
    }

    private static boolean isApplying(Promise promise) {
        return promise.state == Promise.State.RUNNING && promise.work.applies();
    }

    boolean noOtherApply(Promise promise) {
        return !promise.work.applies()
                || shelf.promises.values().stream()
                        .noneMatch(other -> other.state == Promise.State.RUNNING
                                && other.work.applies()
                                && other.work
                                        .lane()
                                        .repo()
                                        .equals(promise.work.lane().repo()));
    }

    @Override
    public Optional<Stopped.Reason> beat(JobId job, long fence, Instant until) {
        synchronized (shelf) {
            Promise promise = shelf.promises.get(job.value());
            if (promise == null || promise.state != Promise.State.RUNNING || promise.fence != fence) {
                return Optional.of(Stopped.Reason.LOST);
            }
            promise.leaseUntil = Shelf.ms(until);
            return promise.stop;
        }
    }

    @Override
    public void finish(Lease lease, Ending ending, List<Message> words) {
        synchronized (shelf) {
            shelf.held(lease).end(ending);
            shelf.post(words, shelf.now());
        }
    }

    @Override
    public void giveBack(Lease lease, Instant notBefore, String why) {
        synchronized (shelf) {
            Promise promise = shelf.held(lease);
            promise.state = Promise.State.WAITING;
            promise.notBefore = Shelf.ms(notBefore);
        }
    }

    @Override
    public JobId add(Work work, Instant at) {
        synchronized (shelf) {
            return shelf.promise(work, at).job();
        }
    }

    @Override
    public List<Job> open() {
        synchronized (shelf) {
            return shelf.promises.values().stream()
                    .filter(Promise::open)
                    .map(Promise::job)
                    .toList();
        }
    }

    @Override
    public List<Job> of(PullRef pull) {
        synchronized (shelf) {
            return shelf.promises.values().stream()
                    .filter(promise -> promise.work.lane().equals(Lane.of(pull)))
                    .map(Promise::job)
                    .toList();
        }
    }

    /** How a job ended; empty while it is open. */
    public Optional<Ending> ending(JobId job) {
        synchronized (shelf) {
            return Optional.ofNullable(shelf.promises.get(job.value())).flatMap(promise -> promise.ending);
        }
    }
}
