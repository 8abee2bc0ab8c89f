package io.tidelock.config.compat;

import java.util.List;
import java.util.Optional;

/**
 * A thing that Atlantis knows.
 *
 * @param type of a flag: string, bool, int or int64; empty for what is no flag
 * @param restricts true when to ignore it would let more run than was asked for, or leave undone what the operator counts on
 * @param fallback Atlantis's default, which asks for nothing when it is given
 * @param fits values that hold here as well
 * @param ours the name here, when it is another
 * @param test the test that observes it
 * @param why a sentence for people
 */
public record CompatRow(
        Kind kind,
        String name,
        String type,
        Status status,
        boolean restricts,
        String fallback,
        List<String> fits,
        Optional<String> ours,
        Optional<String> test,
        String why) {
    /** The lists of the file. */
    public enum Kind {
        FLAGS,
        CONFIG_KEYS,
        COMMANDS,
        COMMENT_FLAGS,
        REPO_KEYS,
        PROJECT_KEYS,
        SERVER_KEYS,
        STEPS,
        STEP_VARIABLES,
        WORKFLOW_KEYS,
        ROUTES,
        /** What Atlantis does not have. */
        OWN_SETTINGS
    }

    public enum Status {
        SAME,
        IMPROVED,
        RENAMED,
        PLANNED,
        REFUSED
    }

    public CompatRow {
        fits = List.copyOf(fits);
    }

    /** True when what it asks for holds here, by a setting or without one. */
    public boolean honoured() {
        return switch (status) {
            case SAME, IMPROVED, RENAMED -> true;
            case PLANNED, REFUSED -> false;
        };
    }

    /** True when this value asks for nothing that does not hold anyway. */
    public boolean asksForNothing(String value) {
        return value.isEmpty() || same(value, fallback) || fits.stream().anyMatch(fit -> same(value, fit));
    }

    private boolean same(String value, String other) {
        return type.equals("bool") ? value.equalsIgnoreCase(other) : value.equals(other);
    }
}
