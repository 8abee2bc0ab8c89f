package io.tidelock.core.project;

/** What makes plans be applied. */
public enum ApplyOn {
    /** Somebody comments so. */
    COMMENT,
    /** The pull request is merged. */
    MERGE,
    BOTH,
    /** Nothing is ever applied here. */
    NEVER;

    public boolean comment() {
        return this == COMMENT || this == BOTH;
    }

    public boolean merge() {
        return this == MERGE || this == BOTH;
    }
}
