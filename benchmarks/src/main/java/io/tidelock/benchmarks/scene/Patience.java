package io.tidelock.benchmarks.scene;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waiting for what can only be looked for. */
public final class Patience {
    private Patience() {}

    /** Looks every {@code step} until there is something. */
    public static <T> T until(Duration limit, Duration step, String what, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + limit + ": " + what);
            }
            pause(step);
        }
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
