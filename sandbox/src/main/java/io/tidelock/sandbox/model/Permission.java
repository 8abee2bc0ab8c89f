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
