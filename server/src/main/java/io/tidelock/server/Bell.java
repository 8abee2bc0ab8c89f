package io.tidelock.server;

import java.time.Duration;

/** Wakes one waiting loop; a ring while nobody waits is not lost. */
final class Bell {
    private boolean rung;

    synchronized void ring() {
        rung = true;
        notifyAll();
    }

    /** Returns when it rings, or after {@code limit}. */
    synchronized void await(Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        try {
            while (!rung) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            rung = false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
