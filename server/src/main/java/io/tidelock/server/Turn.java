package io.tidelock.server;

import io.tidelock.core.job.Job;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.store.Jobs;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try at a job: has it fulfilled, and knows what each of the ways means in which that can go wrong. */
final class Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    /** After this long without success, and this many tries, the pull request says so, and the job ends. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final int TRIES = 8;

    private final Worker worker;
    private final Jobs jobs;
    private final InstantSource clock;
    private final Tempo tempo;
    private final Doubts<JobId> doubts;

    Turn(Worker worker, Jobs jobs, InstantSource clock, Tempo tempo) {
        this.worker = worker;
        this.jobs = jobs;
        this.clock = clock;
        this.tempo = tempo;
        this.doubts = new Doubts<>(tempo.doubt());
    }

    void take(Lease lease) {
        Job job = lease.job();
        try {
            lease.check();
            Foresight.during(job.work(), () -> worker.fulfil(job, lease));
            doubts.forget(job.id());
        } catch (Stopped stopped) {
            stopped(lease, stopped.reason());
        } catch (Unavailable trouble) {
            LOG.atLevel(Tempo.loudness(job.attempt()))
                    .log("job {} is tried again later: {}", job.id().value(), trouble.getMessage());
            again(lease, trouble);
        } catch (Refused refused) {
            refused(lease, refused);
        } catch (RuntimeException | Error bug) {
            LOG.error("job {} failed, and that is our bug", job.id().value(), bug);
            Problem problem = Problem.of(
                    "Tidelock failed inside: " + bug.getClass().getSimpleName(),
                    "",
                    "The server's log says more (job " + job.id().value() + "); comment `plan` to try again");
            attempt(job, () -> worker.fail(lease, problem));
        }
    }

    private void stopped(Lease lease, Stopped.Reason reason) {
        Job job = lease.job();
        switch (reason) {
            case SUPERSEDED -> attempt(job, () -> worker.abandon(lease));
            case SHUTDOWN -> attempt(job, () -> jobs.giveBack(lease, clock.instant(), "the server stopped"));
            case LOST -> LOG.info("job {} is somebody else's now", job.id().value());
        }
    }

    /** What is not found or not allowed may be so in a moment; what is not acceptable stays so. */
    private void refused(Lease lease, Refused refused) {
        Job job = lease.job();
        if (refused.kind() != Refused.Kind.NOT_ACCEPTABLE && doubts.about(job.id(), clock.instant())) {
            LOG.info("job {} was refused, and is tried again: {}", job.id().value(), refused.getMessage());
            giveBack(lease, tempo.before(job.attempt(), job.id().value()), refused);
            return;
        }
        LOG.warn("job {} was refused: {}", job.id().value(), refused.getMessage());
        attempt(job, () -> worker.fail(lease, refused.problem()));
    }

    private void again(Lease lease, Unavailable trouble) {
        Job job = lease.job();
        if (job.attempt() >= TRIES && job.acceptedAt().plus(PATIENCE).isBefore(clock.instant())) {
            Problem problem =
                    Problem.of(String.valueOf(trouble.getMessage()), "an answer", "Comment `plan` when it is back");
            attempt(job, () -> worker.fail(lease, problem));
            return;
        }
        giveBack(
                lease,
                trouble.retryAfter().orElse(tempo.before(job.attempt(), job.id().value())),
                trouble);
    }

    private void giveBack(Lease lease, Duration pause, RuntimeException why) {
        attempt(lease.job(), () -> jobs.giveBack(lease, clock.instant().plus(pause), String.valueOf(why.getMessage())));
    }

    /** The last act for a job: when even that fails, the lease runs out and the job is taken up again. */
    private void attempt(Job job, Runnable act) {
        try {
            act.run();
        } catch (RuntimeException trouble) {
            LOG.warn(
                    "job {} could not be ended and will be taken up again: {}",
                    job.id().value(),
                    trouble.toString());
        }
    }
}
