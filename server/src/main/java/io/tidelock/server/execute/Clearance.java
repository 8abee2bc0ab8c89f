package io.tidelock.server.execute;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.port.host.TeamReader.Team;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds out whether somebody's teams may give a command. Asks nobody where everybody may; who cannot be asked about may not. */
public final class Clearance {
    private static final int MOST_TEAMS = 10;

    private final TeamReader reader;
    private final Function<RepoRef, TeamRules> rules;

    /** @param rules those that hold for a repository */
    public Clearance(TeamReader reader, Function<RepoRef, TeamRules> rules) {
        this.reader = reader;
        this.rules = rules;
    }

    /** Whether everybody may give the command there, as far as teams go. */
    boolean open(RepoRef repo, String command) {
        return rules.apply(repo).open(command);
    }

    /**
     * Why this person may not give the command; empty when they may.
     *
     * @param command its first word, or {@code autoplan}
     */
    Optional<Problem> refusal(RepoRef repo, Actor who, String command) {
        TeamRules known = rules.apply(repo);
        if (known.open(command)) {
            return Optional.empty();
        }
        List<Team> teams;
        try {
            teams = reader.teams(repo, who, known.named());
        } catch (Refused no) {
            return Optional.of(Problem.of(
                    "the host does not tell which teams `" + who.login() + "` is in: "
                            + no.problem().met(),
                    "somebody whose teams it tells",
                    "Ask the operator; our account may lack a permission there"));
        }
        return known.allow(command, teams) ? Optional.empty() : Optional.of(refusal(known, who, command));
    }

    private static Problem refusal(TeamRules known, Actor who, String command) {
        List<String> allowed = known.teams(command);
        String word = word(command);
        String met = "`" + who.login() + "` may not `" + word + "` here";
        return allowed.isEmpty()
                ? Problem.of(met, "somebody of a team that may, and there is none", "Ask the operator to name a team")
                : Problem.of(
                        met,
                        "a member of " + names(allowed),
                        "Ask one of them to comment `" + word + "`. Plans and locks stay as they are");
    }

    private static String word(String command) {
        return command.equals(TeamRules.AUTOPLAN) ? "plan" : command;
    }

    private static String names(List<String> teams) {
        String names =
                teams.stream().limit(MOST_TEAMS).map(team -> "`" + team + "`").collect(Collectors.joining(" or "));
        return teams.size() > MOST_TEAMS ? names + " or " + (teams.size() - MOST_TEAMS) + " others" : names;
    }
}
