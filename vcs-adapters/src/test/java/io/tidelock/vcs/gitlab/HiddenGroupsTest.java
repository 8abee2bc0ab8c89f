package io.tidelock.vcs.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.Actor;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.sandbox.fault.Effect;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A group that we may not look at opens nothing, and closes nothing that another opens. */
class HiddenGroupsTest {
    private final GitLabStage stage = new GitLabStage();
    private final String group = stage.join("dora");

    @AfterEach
    void leave() {
        stage.close();
    }

    @Test
    void oneThatIsHiddenDoesNotHideTheOthers() {
        forbid();

        assertThat(teams(Set.of(stage.above(group), group))).containsExactly(group);
    }

    @Test
    void whereAllAreHiddenWeAreRefused() {
        forbid();

        assertThatThrownBy(() -> teams(Set.of(group)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("403");
    }

    private List<String> teams(Set<String> wanted) {
        return stage.teamReader().teams(stage.repo(), Actor.person("dora"), wanted).stream()
                .map(TeamReader.Team::slug)
                .toList();
    }

    private void forbid() {
        stage.sandbox()
                .faults()
                .next(
                        1,
                        "GET",
                        "/members/all/\\d+$",
                        new Effect.Instead(403, Map.of(), "{\"message\":\"403 Forbidden\"}"));
    }
}
