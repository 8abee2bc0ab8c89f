package io.tidelock.core.change;

/** Somebody on a host, by login. */
public record Actor(String login, Kind kind) {
    /** What the host says of the account. A host that does not say gives UNKNOWN, which has no more rights than a bot. */
    public enum Kind {
        PERSON,
        BOT,
        UNKNOWN
    }

    public static Actor person(String login) {
        return new Actor(login, Kind.PERSON);
    }
}
