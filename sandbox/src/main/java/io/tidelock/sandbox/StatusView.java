package io.tidelock.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A commit status.
 *
 * @param state error, failure, pending or success
 */
public record StatusView(
        String context,
        String state,
        @Nullable String description,
        @Nullable String targetUrl,
        String creator,
        Instant createdAt) {}
