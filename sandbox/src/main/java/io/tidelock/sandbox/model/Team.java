package io.tidelock.sandbox.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A team of an organization. */
public final class Team {
    public final long id;
    public final Account organization;
    public final String slug;
    public String name;
    public @Nullable Team parent;

    /** Login to role: maintainer or member. */
    public final Map<String, String> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Full name of a repository in lower case to what the team may do there. */
    public final Map<String, Permission> repositories = new LinkedHashMap<>();

    public Team(long id, Account organization, String slug, String name, @Nullable Team parent) {
        this.id = id;
        this.organization = organization;
        this.slug = slug;
        this.name = name;
        this.parent = parent;
    }

    /** Whether the login is a member of this team or of one below it. */
    public boolean includes(String login) {
        if (members.containsKey(login)) {
            return true;
        }
        return organization.teams.values().stream().anyMatch(other -> other.parent == this && other.includes(login));
    }
}
