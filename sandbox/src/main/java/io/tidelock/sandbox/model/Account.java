package io.tidelock.sandbox.model;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A user, a bot or an organization. */
public final class Account {
    /** What kind of account; the name in JSON is the constant with one capital. */
    public enum Kind {
        USER,
        BOT,
        ORGANIZATION;

        /** The value of the field {@code type}. */
        public String word() {
            return name().charAt(0) + name().substring(1).toLowerCase(java.util.Locale.ROOT);
        }
    }

    public final long id;
    public final String login;
    public final Kind kind;
    public final Instant createdAt;
    public String name;
    public String email;
    public boolean siteAdmin;

    /** Of an App that acts for one of its installations: whose things it may touch; null for every other account. */
    public @Nullable Account installedOn;

    /** Of a group of GitLab in a group: the one above it. */
    public @Nullable Account parent;

    /** Of an organization: who belongs to it, by login, and whether as admin or member. */
    public final Map<String, String> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Of an organization: its teams by slug. */
    public final Map<String, Team> teams = new LinkedHashMap<>();

    public Account(long id, String login, Kind kind, Instant createdAt) {
        this.id = id;
        this.login = login;
        this.kind = kind;
        this.createdAt = createdAt;
        this.name = login;
        this.email = login.replaceAll("[^A-Za-z0-9.-]", "-") + "@users.noreply.sandbox.test";
    }

    public boolean isOrganization() {
        return kind == Kind.ORGANIZATION;
    }

    @Override
    public String toString() {
        return login;
    }
}
