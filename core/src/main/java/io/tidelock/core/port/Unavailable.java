package io.tidelock.core.port;

import java.time.Duration;
import java.util.Optional;

/** The world did not do its part: try again later. Never the user's fault. */
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;
    private final boolean perhapsDone;

    private Unavailable(
            String what,
            Optional<Duration> retryAfter,
            boolean perhapsDone,
            @org.jspecify.annotations.Nullable Throwable cause) {
        super(what, cause);
        this.retryAfter = retryAfter;
        this.perhapsDone = perhapsDone;
    }

    /** It certainly had no effect. */
    public static Unavailable notDone(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new Unavailable(what, Optional.empty(), false, cause);
    }

    /** The answer was lost: it may have had its effect. Look before repeating. */
    public static Unavailable perhapsDone(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new Unavailable(what, Optional.empty(), true, cause);
    }

    /** The answer was lost, and the host asked us to wait this long before anything else is sent to it. */
    public static Unavailable perhapsDoneNotBefore(String what, Duration retryAfter) {
        return new Unavailable(what, Optional.of(retryAfter), true, null);
    }

    /** The host asked us to wait this long before anything else is sent to it. */
    public static Unavailable notBefore(String what, Duration retryAfter) {
        return new Unavailable(what, Optional.of(retryAfter), false, null);
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    public boolean perhapsDone() {
        return perhapsDone;
    }
}
