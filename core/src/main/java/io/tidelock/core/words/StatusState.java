package io.tidelock.core.words;

/** What a commit status says. CANCELLED is final: this commit was not judged and will not be. */
public enum StatusState {
    PENDING,
    SUCCESS,
    FAILURE,
    CANCELLED
}
