package io.tidelock.vcs.github;

/** JSON was not of the documented shape. The message names the place and what belongs there, not what was found. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;

    Malformed(String what) {
        super(what);
        this.what = what;
    }

    String what() {
        return what;
    }
}
