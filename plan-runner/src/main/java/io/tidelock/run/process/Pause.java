package io.tidelock.run.process;

import io.tidelock.core.job.Stopped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waiting. A thread that is interrupted meanwhile belongs to a server that is stopping. */
final class Pause {
    static final Duration MOMENT = Duration.ofMillis(20);

    private Pause() {}

    /** Waits until the bell rings or the time is over. */
    static void until(Semaphore bell, long nanos) {
        try {
            if (bell.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(Stopped.Reason.SHUTDOWN);
        }
    }

    /** A moment that cannot be cut short: for the end of a stop, which must be seen through. */
    static void moment() {
        boolean interrupted = Thread.interrupted();
        try {
            Thread.sleep(MOMENT);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
