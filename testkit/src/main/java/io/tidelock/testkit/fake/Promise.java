package io.tidelock.testkit.fake;

import io.tidelock.core.job.Ending;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import java.time.Instant;
import java.util.Optional;

/** A job and all that is remembered of it. */
final class Promise {
    enum State {
        WAITING,
        RUNNING,
        ENDED
    }

    final JobId id;
    final Work work;
    final Instant acceptedAt;
    State state = State.WAITING;
    int attempt = 0;
    long fence = 0;
    Instant notBefore;
    Instant leaseUntil = Instant.MIN;
    Optional<Stopped.Reason> stop = Optional.empty();
    Optional<Ending> ending = Optional.empty();

    Promise(JobId id, Work work, Instant acceptedAt) {
        this.id = id;
        this.work = work;
        this.acceptedAt = acceptedAt;
        this.notBefore = acceptedAt;
    }

    boolean open() {
        return state != State.ENDED;
    }

    Job job() {
        return new Job(id, work, acceptedAt, attempt);
    }

    void end(Ending how) {
        state = State.ENDED;
        ending = Optional.of(how);
    }
}
