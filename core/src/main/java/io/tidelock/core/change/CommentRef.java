package io.tidelock.core.change;

/** A comment on a pull request; the id is the host's own, as text. */
public record CommentRef(PullRef pull, String id) {}
