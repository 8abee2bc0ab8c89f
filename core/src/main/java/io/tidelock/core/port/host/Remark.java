package io.tidelock.core.port.host;

import io.tidelock.core.event.Event;
import java.time.Duration;
import java.time.Instant;

/**
 * A comment on a pull request as it is found when one looks for it.
 *
 * @param changedAt when its text was last changed, by the host's clock; when it was written, if it never was
 */
public record Remark(Event.Commented comment, Instant changedAt) {
    /** Hosts take the two times one after the other, and may give them in whole seconds. */
    private static final Duration ONE_MOMENT = Duration.ofSeconds(1);

    /** True when the text is not the one that was first written. */
    public boolean edited() {
        return changedAt.isAfter(comment.writtenAt().plus(ONE_MOMENT));
    }
}
