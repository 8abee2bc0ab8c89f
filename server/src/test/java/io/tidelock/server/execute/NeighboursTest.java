package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another server at work on the same repository is noticed, at little cost. */
class NeighboursTest {
    private static final RepoRef INFRA = new RepoRef("github.com", "acme/infra");
    private static final CommitSha HEAD = new CommitSha("a".repeat(40));

    private Instant now = Instant.parse("2026-11-27T10:00:00Z");
    private List<String> there = List.of();
    private boolean down;
    private final List<CommitSha> asked = new ArrayList<>();
    private final List<Instant> asSince = new ArrayList<>();
    private final Neighbours neighbours = new Neighbours(
            (repo, commit, since) -> {
                asked.add(commit);
                asSince.add(since);
                if (down) {
                    throw Unavailable.notDone("down", null);
                }
                return there;
            },
            new OwnStatuses(List.of("tidelock")),
            "tf-prod"::equals,
            () -> now);

    @ParameterizedTest
    @CsvSource({
        "atlantis/plan, atlantis",
        "atlantis/apply: net/default, atlantis",
        "Atlantis-EU/policy_check, Atlantis-EU",
        "tf-prod/plan: a, tf-prod",
        "tidelock/plan, ''",
        "tidelock/apply: a/default, ''",
        "ci/plan, ''",
        "plan, ''",
        "atlantis, ''",
    })
    void whoIsNoticed(String status, String name) {
        there = List.of(status);
        neighbours.look(INFRA, HEAD, now);
        assertThat(String.join(",", neighbours.of(INFRA))).isEqualTo(name);
    }

    @Test
    void whoHasAPlanAndAnApplyIsOneOfUs() {
        there = List.of("infra/bot/plan", "infra/bot/apply: x", "infra/plan");
        neighbours.look(INFRA, HEAD, now);
        assertThat(neighbours.of(INFRA)).containsExactly("infra/bot");
        assertThat(neighbours.of(new RepoRef("github.com", "acme/other"))).isEmpty();
    }

    @Test
    void theFirstThreePlansAreLookedAtAndThenOneAnHour() {
        for (int plan = 0; plan < 9; plan++) {
            neighbours.look(INFRA, HEAD, now);
        }
        assertThat(asked).hasSize(3);
        now = now.plus(Duration.ofMinutes(61));
        there = List.of("atlantis/plan");
        neighbours.look(INFRA, HEAD, now);
        neighbours.look(INFRA, HEAD, now);
        assertThat(asked).hasSize(4);
        assertThat(neighbours.of(INFRA)).containsExactly("atlantis");

        now = now.plus(Duration.ofMinutes(61));
        there = List.of();
        neighbours.look(INFRA, HEAD, now);
        assertThat(neighbours.of(INFRA)).as("it is gone").isEmpty();
    }

    @Test
    void whatWasSaidBeforeItsPlanWasAskedForIsNobodys() {
        neighbours.look(INFRA, HEAD, now);
        assertThat(asSince).containsExactly(now.minusSeconds(60));
    }

    @Test
    void aHostThatDoesNotTellChangesNothing() {
        there = List.of("atlantis/plan");
        neighbours.look(INFRA, HEAD, now);
        down = true;
        neighbours.look(INFRA, HEAD, now);
        assertThat(neighbours.of(INFRA)).containsExactly("atlantis");
    }
}
