package io.tidelock.core.port.host;

import io.tidelock.core.change.CommentRef;
import java.time.Instant;

/** A comment that the host has. {@code at} is the host's time of this version, often in whole seconds. */
public record Posted(CommentRef comment, Instant at) {}
