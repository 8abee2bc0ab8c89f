package io.tidelock.sandbox.graph;

/** There is no such thing, or the asker may not see it. */
final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    Missing(String message) {
        super(message);
    }
}
