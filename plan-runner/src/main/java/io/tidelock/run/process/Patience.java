package io.tidelock.run.process;

import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How long to wait, and who may call us away.
 *
 * @param heeds the reasons for which the lease is obeyed; others are passed over
 * @param deadline in {@link System#nanoTime}
 */
public record Patience(Lease lease, Set<Stopped.Reason> heeds, OptionalLong deadline) {
    public Patience {
        heeds = Set.copyOf(heeds);
    }

    /** Any reason to stop is heeded. */
    public static Patience obedient(Lease lease, Optional<Duration> limit) {
        return new Patience(lease, EnumSet.allOf(Stopped.Reason.class), from(limit));
    }

    /** Newer work is no reason to stop; only a lost lease and a stopping server are. */
    public static Patience persistent(Lease lease, Optional<Duration> limit) {
        return new Patience(lease, EnumSet.of(Stopped.Reason.LOST, Stopped.Reason.SHUTDOWN), from(limit));
    }

    private static OptionalLong from(Optional<Duration> limit) {
        return limit.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(System.nanoTime() + limit.get().toNanos());
    }

    /** Why to stop now. */
    public Optional<Stopped.Reason> called() {
        return lease.stop().filter(heeds::contains);
    }

    /** Throws {@link Stopped} when the lease calls us away. */
    public void check() {
        called().ifPresent(reason -> {
            throw new Stopped(reason);
        });
    }

    /** Nanoseconds that remain; {@link Long#MAX_VALUE} without a deadline, never below zero. */
    long remaining() {
        return deadline.isEmpty() ? Long.MAX_VALUE : Math.max(0, deadline.getAsLong() - System.nanoTime());
    }
}
