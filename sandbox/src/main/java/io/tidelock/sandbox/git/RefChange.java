package io.tidelock.sandbox.git;

import org.eclipse.jgit.lib.ObjectId;

/** A ref that has moved; zeros before when it is new, zeros after when it is gone. */
public record RefChange(String ref, String before, String after) {
    public static final String ZEROS = ObjectId.zeroId().name();

    public boolean created() {
        return before.equals(ZEROS);
    }

    public boolean deleted() {
        return after.equals(ZEROS);
    }

    public boolean isBranch() {
        return ref.startsWith("refs/heads/");
    }

    /** The branch's or tag's name without {@code refs/heads/} or {@code refs/tags/}. */
    public String shortName() {
        return ref.replaceFirst("^refs/(heads|tags)/", "");
    }
}
