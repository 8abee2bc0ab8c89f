package io.tidelock.core.port.host;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a host answered to a question that had perhaps been asked before. */
public sealed interface Listing<T> {
    /** What time it was there; empty when it did not say. */
    Optional<Instant> hostTime();

    /** It is as it was when the host gave the tag. */
    record Unchanged<T>(Optional<Instant> hostTime) implements Listing<T> {}

    /**
     * @param tag to be given with the same question the next time; empty when the host has none, or it would not tell
     *     reliably that something has changed
     */
    record Items<T>(List<T> items, Optional<String> tag, Optional<Instant> hostTime) implements Listing<T> {
        public Items {
            items = List.copyOf(items);
        }
    }
}
