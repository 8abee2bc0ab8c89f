package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.command.TeamRule;
import io.tidelock.core.port.host.TeamReader.Team;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class TeamRulesTest {
    private static final List<String> COMMANDS =
            List.of("plan", "apply", "unlock", "import", "state", "version", "autoplan", "policy_check");

    @Test
    void withoutRulesEverybodyMay() {
        assertThat(COMMANDS).allMatch(TeamRules.NONE::open);
    }

    @Test
    void onlyThoseOfATeamThatIsGivenTheCommandMay() {
        TeamRules rules = rules("dev:plan", "ops:apply");

        assertThat(rules.open("plan")).isFalse();
        assertThat(rules.allow("plan", teams("dev"))).isTrue();
        assertThat(rules.allow("apply", teams("dev"))).isFalse();
        assertThat(rules.allow("apply", teams("dev", "ops"))).isTrue();
        assertThat(rules.allow("plan", List.of())).isFalse();
    }

    @Test
    void aCommandThatNoRuleIsAboutIsGivenToNobody() {
        TeamRules rules = rules("dev:plan");

        assertThat(rules.allow("unlock", teams("dev"))).isFalse();
        assertThat(rules.teams("unlock")).isEmpty();
    }

    @Test
    void aStarStandsForAnyTeamAndForEveryCommand() {
        TeamRules rules = rules("*:plan", "ops:*");

        assertThat(rules.open("plan")).isTrue();
        assertThat(rules.allow("plan", List.of())).as("of somebody in no team").isTrue();
        assertThat(rules.allow("apply", List.of())).isFalse();
        assertThat(COMMANDS).allMatch(command -> rules.allow(command, teams("ops")));
        assertThat(COMMANDS).allMatch(rules("*:*")::open);
    }

    @Test
    void aTeamGoesByItsShortNameOrItsTitle() {
        List<Team> teams = List.of(new Team("cloud-ops", "Cloud Ops"));

        assertThat(rules("cloud-ops:apply").allow("apply", teams)).isTrue();
        assertThat(rules("Cloud Ops:apply").allow("apply", teams)).isTrue();
        assertThat(rules("cloud:apply").allow("apply", teams)).isFalse();
    }

    @Test
    void aTitleIsNoOtherTeamsShortName() {
        List<Team> teams = List.of(new Team("cloud-ops-1", "Cloud-Ops"));

        assertThat(rules("cloud-ops:apply").allow("apply", teams)).isFalse();
        assertThat(rules("cloud-ops-1:apply").allow("apply", teams)).isTrue();
    }

    @Test
    void whoMayPlanMayHavePlansMadeByThemselves() {
        assertThat(rules("dev:plan").allow("autoplan", teams("dev"))).isTrue();
        assertThat(rules("dev:autoplan").allow("autoplan", teams("dev"))).isTrue();
        assertThat(rules("dev:autoplan").allow("plan", teams("dev"))).isFalse();
    }

    @Test
    void thoseWhoMayAreNamedInTheOrderOfTheRules() {
        TeamRules rules = rules("ops:apply", "*:plan", "admins:*", "ops:apply");

        assertThat(rules.teams("apply")).containsExactly("ops", "admins");
        assertThat(rules.named()).containsExactlyInAnyOrder("ops", "admins");
    }

    /** Said for every list by one loop: some rule fits both, and a star or another case fits as well. */
    @Property
    void somebodyMayWhenSomeRuleFitsBothTeamAndCommand(
            @ForAll("lists") List<String> list, @ForAll("names") Set<String> mine, @ForAll("commands") String command) {
        boolean expected = list.isEmpty();
        for (String rule : list) {
            String team = rule.substring(0, rule.indexOf(':'));
            String given = rule.substring(rule.indexOf(':') + 1);
            boolean fitsTeam = team.equals("*") || mine.stream().anyMatch(team::equalsIgnoreCase);
            boolean fitsCommand = given.equals("*") || given.equalsIgnoreCase(command);
            expected |= fitsTeam && fitsCommand;
        }

        assertThat(rules(list.toArray(String[]::new)).allow(command, teams(mine.toArray(String[]::new))))
                .isEqualTo(expected);
    }

    @Property
    void theOrderOfRulesAndTheCaseOfLettersMakeNoDifference(
            @ForAll("lists") List<String> list, @ForAll("names") Set<String> mine, @ForAll("commands") String command) {
        String[] turned = list.reversed().stream()
                .map(rule -> rule.toUpperCase(Locale.ROOT))
                .toArray(String[]::new);
        String[] loud = mine.stream().map(name -> name.toUpperCase(Locale.ROOT)).toArray(String[]::new);

        assertThat(rules(turned).allow(command, teams(loud)))
                .isEqualTo(rules(list.toArray(String[]::new)).allow(command, teams(mine.toArray(String[]::new))));
    }

    @Provide
    Arbitrary<List<String>> lists() {
        Arbitrary<String> team = Arbitraries.of("*", "dev", "Dev", "ops", "acme/Ops", "acme/ops/night");
        Arbitrary<String> command = Arbitraries.of("*", "plan", "Apply", "apply", "unlock", "state");
        return team.flatMap(name -> command.map(given -> name + ":" + given))
                .list()
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<Set<String>> names() {
        return Arbitraries.of("dev", "ops", "acme/ops", "acme/ops/night", "else")
                .set()
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> commands() {
        return Arbitraries.of("plan", "apply", "unlock", "state", "version");
    }

    private static TeamRules rules(String... rules) {
        return new TeamRules(Arrays.stream(rules)
                .map(rule -> TeamRule.of(rule).orElseThrow())
                .toList());
    }

    private static List<Team> teams(String... names) {
        return Stream.of(names).map(name -> new Team(name, name)).toList();
    }
}
