package io.tidelock.core.outcome;

import java.time.Instant;

/**
 * When a plan could first be read on the host.
 *
 * @param hostTime the host's time of the comment that showed it, often in whole seconds
 * @param ourTime when we knew that the comment was there, by our clock
 */
public record Publication(Instant hostTime, Instant ourTime) {}
