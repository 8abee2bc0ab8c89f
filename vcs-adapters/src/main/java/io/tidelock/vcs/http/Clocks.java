package io.tidelock.vcs.http;

import io.tidelock.core.outcome.Finding;
import io.tidelock.core.outcome.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Compares our clock with a host's. */
public final class Clocks {
    /** More than any answer takes, and less than anything depends on. */
    private static final Duration LITTLE = Duration.ofSeconds(30);

    private Clocks() {}

    /** Empty when the host does not say what time it is. */
    public static Optional<Finding> compared(String host, Answer answer, Instant now) {
        return answer.date().map(there -> {
            Duration ahead = Duration.between(there, now);
            long seconds = ahead.abs().toSeconds();
            if (ahead.abs().compareTo(LITTLE) <= 0) {
                return new Finding.Fine("clock", "agrees with that of " + host);
            }
            return new Finding.Wrong(
                    "clock",
                    Problem.of(
                            "this machine is " + seconds + " s " + (ahead.isNegative() ? "behind" : "ahead of") + " "
                                    + host,
                            "at most " + LITTLE.toSeconds() + " s",
                            "Let the machine set its clock by NTP."));
        });
    }
}
