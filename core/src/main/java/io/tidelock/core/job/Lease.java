package io.tidelock.core.job;

import java.util.Optional;

/**
 * The right to work on a job, for a while. Every door that writes asks for one, so nothing can act without holding it;
 * a store refuses a lease whose fence is no longer the job's with {@link Stopped}.
 */
public interface Lease {
    Job job();

    /** Grows with every claim of the job; writes under an older fence are refused. */
    long fence();

    /** Why the holder must stop; empty while it may go on. */
    Optional<Stopped.Reason> stop();

    /**
     * Calls {@code action} once when the holder must stop, at once if it already must. Close the registration when the
     * action no longer makes sense.
     */
    Registration onStop(Runnable action);

    /** Throws {@link Stopped} when the holder must stop. */
    default void check() {
        stop().ifPresent(reason -> {
            throw new Stopped(reason);
        });
    }

    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
