package io.tidelock.server.execute;

import io.tidelock.core.command.TeamRule;
import io.tidelock.core.port.host.TeamReader.Team;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges by what the operator says about teams who may give a command. Asks nobody.
 *
 * @param rules those of one host; without any, everybody may do everything
 */
public record TeamRules(List<TeamRule> rules) {
    public static final TeamRules NONE = new TeamRules(List.of());

    /** What is planned without being asked for; who may have it planned by a comment may have that as well. */
    static final String AUTOPLAN = "autoplan";

    private static final String PLAN = "plan";

    private static final Pattern SHORT_NAME = Pattern.compile("[a-z0-9_/.-]+");

    public TeamRules {
        rules = List.copyOf(rules);
    }

    /** Whether anybody may give the command, so that nobody's teams need to be known. */
    boolean open(String command) {
        return rules.isEmpty() || about(command).anyMatch(TeamRule::everybody);
    }

    /**
     * Whether somebody in these teams may give the command. A team goes by its short name; by its title only where a rule says what
     * can be no short name: whoever may make a team gives it any title, also one that is another team's short name.
     *
     * @param command its first word, in lower case
     */
    boolean allow(String command, Collection<Team> teams) {
        Set<String> names = teams.stream()
                .flatMap(team -> Stream.concat(
                        Stream.of(team.slug().toLowerCase(Locale.ROOT)),
                        Stream.of(team.name().toLowerCase(Locale.ROOT))
                                .filter(title -> !SHORT_NAME.matcher(title).matches())))
                .collect(Collectors.toSet());
        return open(command) || about(command).anyMatch(rule -> names.contains(rule.team()));
    }

    /** The teams whose members may give the command, in the order of the rules. */
    List<String> teams(String command) {
        return about(command).map(TeamRule::team).distinct().toList();
    }

    /** Every team that a rule is about. */
    Set<String> named() {
        return rules.stream()
                .filter(rule -> !rule.everybody())
                .map(TeamRule::team)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Stream<TeamRule> about(String command) {
        return rules.stream().filter(rule -> rule.covers(command) || (command.equals(AUTOPLAN) && rule.covers(PLAN)));
    }
}
