package io.tidelock.vcs.http;

import java.io.IOException;

/** There was no whole answer. The message names the host and what happened, never a header or a body. */
public final class NoAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean arrived;
    private final boolean retryable;

    NoAnswer(String what, boolean arrived, boolean retryable, Throwable cause) {
        super(what, cause);
        this.arrived = arrived;
        this.retryable = retryable;
    }

    /** True when the request may have arrived, and so may have been carried out. */
    public boolean perhapsArrived() {
        return arrived;
    }

    /** True when the same read may do better at once. */
    boolean retryable() {
        return retryable;
    }
}
