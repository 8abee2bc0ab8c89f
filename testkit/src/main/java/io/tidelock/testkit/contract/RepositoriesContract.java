package io.tidelock.testkit.contract;

import static io.tidelock.testkit.contract.Sample.INFRA;
import static io.tidelock.testkit.contract.Sample.INFRA_ELSEWHERE;
import static io.tidelock.testkit.contract.Sample.INFRA_PROD;
import static io.tidelock.testkit.contract.Sample.about;
import static io.tidelock.testkit.contract.Sample.pull;
import static io.tidelock.testkit.contract.Sample.sha;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.store.Repositories.Known;
import io.tidelock.core.port.store.Repositories.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code Repositories} promises. */
public abstract class RepositoriesContract extends StoreContract {
    private static final Instant OPENED = Instant.parse("2026-11-21T08:00:00Z");

    private void hear(RepoRef repo) {
        store().deliveries().keep(about(repo, "d-" + repo, clock.instant()));
    }

    private List<Known> all() {
        return store().repositories().all();
    }

    private static Look look(int head) {
        return new Look(
                List.of(
                        new OpenPull(pull(1), sha(head), "main", false, Optional.of(OPENED)),
                        new OpenPull(pull(11), sha(head), "später", true, Optional.empty())),
                Optional.of("W/\"" + head + "\" \"x\""),
                OPENED.plusMillis(head),
                Optional.empty());
    }

    @Test
    void nobodyIsKnownAtFirst() {
        assertThat(all()).isEmpty();
    }

    @Test
    void howItLookedIsKeptToTheLetter() {
        hear(INFRA);

        store().repositories().compared(INFRA, look(1));

        assertThat(all()).containsExactly(new Known(INFRA, clock.instant(), Optional.of(look(1))));
    }

    @Test
    void theLastLookTakesThePlaceOfTheOneBefore() {
        hear(INFRA);
        store().repositories().compared(INFRA, look(1));
        Look bare = new Look(List.of(), Optional.empty(), OPENED, Optional.of("tag"));

        store().repositories().compared(INFRA, bare);

        assertThat(all()).extracting(Known::last).containsExactly(Optional.of(bare));
    }

    @Test
    void hearingOfItAgainForgetsNothing() {
        hear(INFRA);
        Instant first = clock.instant();
        store().repositories().compared(INFRA, look(1));
        clock.pass(Duration.ofDays(1));

        store().deliveries().keep(about(INFRA, "another", clock.instant()));

        assertThat(all()).containsExactly(new Known(INFRA, first, Optional.of(look(1))));
    }

    @Test
    void strangersAreNotMixed() {
        hear(INFRA);
        hear(INFRA_PROD);
        hear(INFRA_ELSEWHERE);

        store().repositories().compared(INFRA_PROD, look(2));

        assertThat(all())
                .containsExactly(
                        new Known(INFRA, clock.instant(), Optional.empty()),
                        new Known(INFRA_PROD, clock.instant(), Optional.of(look(2))),
                        new Known(INFRA_ELSEWHERE, clock.instant(), Optional.empty()));
    }

    @Test
    void whatNobodyHasHeardOfStaysUnknown() {
        store().repositories().compared(INFRA, look(1));

        assertThat(all()).isEmpty();
    }
}
