package io.tidelock.core.port.host;

/** What a person may do in a repository, as the host says now. Each includes those before it. */
public enum Permission {
    /** The host could not say: counts as nothing. */
    UNKNOWN,
    NONE,
    READ,
    WRITE,
    ADMIN;

    public boolean mayWrite() {
        return this == WRITE || this == ADMIN;
    }
}
