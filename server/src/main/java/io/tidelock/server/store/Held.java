package io.tidelock.server.store;

import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import org.jdbi.v3.core.Handle;

/** Whether a lease is still good: its job runs, and under this fence. */
final class Held {
    private Held() {}

    static void check(Handle handle, Lease lease) {
        if (!is(handle, lease.job().id().value(), lease.fence())) {
            throw new Stopped(Stopped.Reason.LOST);
        }
    }

    static boolean is(Handle handle, long job, long fence) {
        return handle.select("SELECT 1 FROM job WHERE id = ? AND fence = ? AND state = 'running'", job, fence)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
