package io.tidelock.core.project;

/** How a host puts a pull request into its base branch. */
public enum MergeMethod {
    MERGE,
    REBASE,
    SQUASH
}
