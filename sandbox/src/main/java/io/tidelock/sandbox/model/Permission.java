package io.tidelock.sandbox.model;

import java.util.Locale;

/** What an account may do in a repository, weakest first; each includes the ones before it. */
public enum Permission {
    NONE,
    READ,
    TRIAGE,
    WRITE,
    MAINTAIN,
    ADMIN;

    /** The name of the role in lower case, as in {@code role_name}. */
    public String role() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in the older field {@code permission}, which knows only admin, write, read and none. */
    public String legacy() {
        return switch (this) {
            case MAINTAIN -> "write";
            case TRIAGE -> "read";
            default -> role();
        };
    }

    /** Whether this permission includes the wanted one. */
    public boolean allows(Permission wanted) {
        return compareTo(wanted) >= 0;
    }

    /** What a level of GitLab's allows: 20 reporter, 30 developer, 40 maintainer, 50 owner; any other text is read. */
    public static Permission ofLevel(String level) {
        int number = level.matches("[0-9]{1,4}") ? Integer.parseInt(level) : 0;
        if (number >= 50) {
            return ADMIN;
        }
        return number >= 40 ? MAINTAIN : number >= 30 ? WRITE : number >= 20 ? TRIAGE : READ;
    }

    /** Reads both spellings the API accepts: pull, push and the role names. Unknown words give {@link #WRITE}, the API's default. */
    public static Permission of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "none" -> NONE;
            case "pull", "read" -> READ;
            case "triage" -> TRIAGE;
            case "maintain" -> MAINTAIN;
            case "admin" -> ADMIN;
            default -> WRITE;
        };
    }
}
