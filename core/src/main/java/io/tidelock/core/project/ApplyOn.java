package io.tidelock.core.project;

/** What makes plans be applied. */
public enum ApplyOn {
    /** Somebody comments so. */
    COMMENT,
    /** The pull request is merged. */
    MERGE,
    BOTH;

    public boolean comment() {
        return this != MERGE;
    }

    public boolean merge() {
        return this != COMMENT;
    }
}
