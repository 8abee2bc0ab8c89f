package io.tidelock.testkit.contract.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.Actor;
import io.tidelock.core.port.host.TeamReader.Team;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code TeamReader} promises. */
public abstract class TeamReaderContract extends HostContract {
    private List<String> teams(String login, Set<String> wanted) {
        return stage().teamReader().teams(stage().repo(), Actor.person(login), wanted).stream()
                .map(Team::slug)
                .toList();
    }

    @Test
    void aMemberIsAMember() {
        String team = stage().join("dora");
        assertThat(teams("dora", Set.of(team))).contains(team);
    }

    @Test
    void whoIsInATeamBelowIsInTheOneAbove() {
        String team = stage().join("dora");
        String above = stage().above(team);
        assertThat(teams("dora", Set.of(above))).contains(above);
    }

    @Test
    void othersAreNot() {
        String team = stage().join("dora");
        stage().permit("rita", io.tidelock.core.port.host.Permission.READ);
        assertThat(teams("rita", Set.of(team))).doesNotContain(team);
        assertThat(teams("nobody-at-all", Set.of(team))).isEmpty();
    }
}
