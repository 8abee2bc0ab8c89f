package io.tidelock.core.job;

import java.time.Instant;

/**
 * A promise that was stored.
 *
 * @param attempt 1 for the first try
 * @param acceptedAt when the promise was stored, by our clock
 */
public record Job(JobId id, Work work, Instant acceptedAt, int attempt) {}
