package io.tidelock.core.words;

/** An emoji on a comment. */
public enum Reaction {
    /** Seen, being worked on. */
    EYES,
    /** Not understood or not allowed. */
    CONFUSED
}
