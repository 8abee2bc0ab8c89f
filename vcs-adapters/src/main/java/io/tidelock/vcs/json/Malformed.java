package io.tidelock.vcs.json;

/** JSON was not of the documented shape. The message names the place and what belongs there, not what was found. */
public final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;

    public Malformed(String what) {
        super(what);
        this.what = what;
    }

    public String what() {
        return what;
    }
}
