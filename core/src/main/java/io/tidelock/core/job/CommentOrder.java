package io.tidelock.core.job;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import java.time.Instant;

/** Who asked, where, and when by the host's clock. */
public record CommentOrder(CommentRef comment, Actor author, Instant writtenAt) {}
