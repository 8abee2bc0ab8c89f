package io.tidelock.vcs.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.sandbox.fault.Effect;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That we may not look at teams is not that somebody is in none. */
class HiddenTeamsTest {
    private final SandboxStage stage = new SandboxStage(false);
    private final TeamReader reader = stage.teamReader();

    @AfterEach
    void leave() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "INSUFFICIENT_SCOPES, Your token has not been granted the required scopes to execute this query.",
        "FORBIDDEN, Resource not accessible by integration"
    })
    void aHostThatHidesThemIsBelievedToSaySo(String type, String said) {
        answer(
                200,
                "{\"data\":{\"organization\":null},\"errors\":[{\"type\":\"" + type + "\",\"message\":\"" + said
                        + "\"}]}");

        assertThatThrownBy(this::teams)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.problem().sentence()).contains(said, "read:org", "Members: read"));
    }

    @Test
    void anApiThatIsClosedToUsIsNoAnswer() {
        answer(403, "{\"message\":\"Resource protected by organization SAML enforcement\"}");

        assertThatThrownBy(this::teams).isInstanceOf(Refused.class).hasMessageContaining("SAML");
    }

    @Test
    void aHostThatStumblesIsAskedAgain() {
        answer(200, "{\"errors\":[{\"message\":\"Something went wrong while executing your query\"}]}");

        assertThatThrownBy(this::teams).isInstanceOf(Unavailable.class);
    }

    @Test
    void halfAnAnswerIsAskedForAgain() {
        answer(
                200,
                "{\"data\":{\"organization\":null},\"errors\":[{\"type\":\"SERVICE_UNAVAILABLE\",\"message\":\"Timeout\"}]}");

        assertThatThrownBy(this::teams).isInstanceOf(Unavailable.class).hasMessageContaining("Timeout");
    }

    @Test
    void whoOwnsARepositoryAsAPersonHasNoTeams() {
        assertThat(reader.teams(new RepoRef(stage.repo().host(), "alice/infra"), Actor.person("alice"), Set.of()))
                .isEmpty();
    }

    private List<TeamReader.Team> teams() {
        return reader.teams(stage.repo(), Actor.person("dora"), Set.of());
    }

    private void answer(int status, String body) {
        stage.sandbox().faults().next(1, "POST", "/graphql$", new Effect.Instead(status, Map.of(), body));
    }
}
