package io.tidelock.server;

import io.tidelock.core.job.Lease;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A pause that ends when the lease does. */
final class Calm {
    private Calm() {}

    /** Returns after this time; throws {@code Stopped} as soon as the lease must stop. */
    static void wait(Duration pause, Lease lease) {
        CountDownLatch stopped = new CountDownLatch(1);
        try (var _ = lease.onStop(stopped::countDown)) {
            boolean _ = stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
        }
        lease.check();
    }
}
