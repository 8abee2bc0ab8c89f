package io.tidelock.server.cli;

/** A step of the story did not happen. */
final class StoryFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoryFailed(String what) {
        super(what);
    }
}
