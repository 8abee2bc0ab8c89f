package io.tidelock.run.checkout;

import io.tidelock.core.job.Lease;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** How long something slow may still go on: until the lease says stop, or the time is up. JGit asks often. */
final class Patience extends EmptyProgressMonitor {
    private final Lease lease;
    private final Duration limit;
    private final long start = System.nanoTime();

    Patience(Lease lease, Duration limit) {
        this.lease = lease;
        this.limit = limit;
    }

    @Override
    public boolean isCancelled() {
        return timeIsUp() || lease.stop().isPresent();
    }

    boolean timeIsUp() {
        return System.nanoTime() - start > limit.toNanos();
    }

    Duration limit() {
        return limit;
    }

    void check() throws InterruptedIOException {
        if (isCancelled()) {
            throw new InterruptedIOException("stopped");
        }
    }
}
