package io.tidelock.run.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Names one process for good: a pid alone is given to others once its owner is gone.
 *
 * @param start from {@code /proc}, or empty where there is none
 * @param noted when the pid was written down; stands in for {@code start}
 */
record ProcessName(long pid, String start, Instant noted) {
    private static final Duration SLACK = Duration.ofSeconds(3);

    /** The process itself, as long as it runs; never another that was given its pid. */
    Optional<ProcessHandle> handle() {
        return alive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    boolean alive() {
        if (Proc.PRESENT) {
            return Proc.stat(pid)
                    .filter(stat -> !stat.gone() && stat.start().equals(start))
                    .isPresent();
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .filter(begun -> begun.isAfter(noted.minus(SLACK)) && begun.isBefore(noted.plus(SLACK)))
                .isPresent();
    }
}
