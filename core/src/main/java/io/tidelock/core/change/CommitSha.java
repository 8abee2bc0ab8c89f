package io.tidelock.core.change;

import java.util.regex.Pattern;

/** The full name of a commit: 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits. */
public record CommitSha(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    public CommitSha {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a commit: '" + hex + "', expected 40 or 64 hexadecimal digits");
        }
    }

    /** The first seven digits, for people. */
    public String abbreviated() {
        return hex.substring(0, 7);
    }

    @Override
    public String toString() {
        return hex;
    }
}
