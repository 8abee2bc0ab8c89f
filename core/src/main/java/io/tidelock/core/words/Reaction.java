package io.tidelock.core.words;

/** An emoji on a comment. The first sign is one of these; which one is the operator's to choose. */
public enum Reaction {
    /** Seen, being worked on. */
    EYES,
    /** Not understood or not allowed. */
    CONFUSED,
    THUMBS_UP,
    THUMBS_DOWN,
    LAUGH,
    HOORAY,
    HEART,
    ROCKET
}
