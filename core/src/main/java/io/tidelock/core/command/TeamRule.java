package io.tidelock.core.command;

import java.util.Locale;
import java.util.Optional;

/**
 * A team and a command that it may give.
 *
 * @param team in lower case; of GitLab a group with those above it, like {@code acme/ops}; {@code *} for anybody
 * @param command in lower case, as it is typed, or {@code autoplan} or {@code policy_check}; {@code *} for every command
 */
public record TeamRule(String team, String command) {
    private static final String ANY = "*";

    /** What stands before and behind the last colon; empty when a part is missing. */
    public static Optional<TeamRule> of(String text) {
        int colon = text.lastIndexOf(':');
        String team = text.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT);
        String command = text.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
        return team.isEmpty() || command.isEmpty() ? Optional.empty() : Optional.of(new TeamRule(team, command));
    }

    public boolean everybody() {
        return team.equals(ANY);
    }

    /** @param typed a command, in lower case */
    public boolean covers(String typed) {
        return command.equals(ANY) || command.equals(typed);
    }
}
