package io.tidelock.run.checkout;

import io.tidelock.core.port.Unavailable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One at a time, by key, within this process. A key that nobody uses is forgotten. */
final class Turns {
    private final ConcurrentHashMap<Object, Seat> seats = new ConcurrentHashMap<>();

    /** Waits until it is our turn; {@code check} is asked meanwhile and may throw. */
    Turn take(Object key, Runnable check) {
        Seat seat = enter(key);
        boolean taken = false;
        try {
            while (!taken) {
                check.run();
                taken = seat.lock.tryLock(200, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Unavailable.notDone("interrupted while waiting for " + key, e);
        } finally {
            if (!taken) {
                leave(key);
            }
        }
        return () -> {
            seat.lock.unlock();
            leave(key);
        };
    }

    private Seat enter(Object key) {
        return seats.compute(key, (k, seat) -> {
            Seat present = seat == null ? new Seat() : seat;
            present.users++;
            return present;
        });
    }

    private void leave(Object key) {
        seats.computeIfPresent(key, (k, seat) -> --seat.users == 0 ? null : seat);
    }

    int keys() {
        return seats.size();
    }

    @FunctionalInterface
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Seat {
        final ReentrantLock lock = new ReentrantLock();
        int users;
    }
}
