package io.tidelock.testkit.contract.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.StatusState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code StatusReader} promises. */
public abstract class StatusReaderContract extends HostContract {
    private List<String> names(PullRef pull) {
        return since(pull, Instant.EPOCH);
    }

    private List<String> since(PullRef pull, Instant since) {
        return stage().statusReader().names(stage().repo(), read(pull).head().sha(), since);
    }

    @Test
    void aCommitOfWhichNothingIsSaidHasNone() {
        assertThat(names(stage().open("One", false))).isEmpty();
    }

    @Test
    void everybodysAreTold() {
        PullRef pull = stage().open("One", false);
        CommitSha head = read(pull).head().sha();
        stage().judge(pull, "atlantis/plan", true);
        stage().judge(pull, "atlantis/apply", false);
        stage().pullWriter()
                .status(new CommitStatus(
                        stage().repo(), head, "tidelock/plan", StatusState.PENDING, "planning", Optional.empty()));

        assertThat(names(pull)).containsExactlyInAnyOrder("atlantis/plan", "atlantis/apply", "tidelock/plan");
    }

    @Test
    void aNameThatWasSaidTwiceIsToldOnce() {
        PullRef pull = stage().open("One", false);
        stage().judge(pull, "atlantis/plan", false);
        stage().judge(pull, "atlantis/plan", true);

        assertThat(names(pull)).containsExactly("atlantis/plan");
    }

    @Test
    void whatWasSaidBeforeIsNotTold() {
        PullRef pull = stage().open("One", false);
        stage().judge(pull, "atlantis/plan", true);

        assertThat(since(pull, Instant.parse("2000-01-01T00:00:00Z"))).containsExactly("atlantis/plan");
        assertThat(since(pull, Instant.parse("2999-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void theNextCommitHasItsOwn() {
        PullRef pull = stage().open("One", false);
        stage().judge(pull, "atlantis/plan", true);
        stage().push(pull);

        assertThat(names(pull)).isEmpty();
    }
}
