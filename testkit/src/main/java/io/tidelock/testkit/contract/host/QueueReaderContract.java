package io.tidelock.testkit.contract.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code QueueReader} promises. */
public abstract class QueueReaderContract extends HostContract {
    private List<PullRef> group(PullRef... pulls) {
        String branch = read(pulls[0]).base().branch();
        Optional<CommitSha> made = stage().queue(List.of(pulls));
        assumeTrue(made.isPresent(), "the host has no merge queue");
        return stage().queueReader().queued(stage().repo(), branch, made.orElseThrow());
    }

    @Test
    void aGroupOfOneIsThatOne() {
        PullRef one = stage().open("One", false);
        assertThat(group(one)).containsExactly(one);
    }

    @Test
    void everyPullRequestOfAGroupIsToldInItsOrder() {
        PullRef one = stage().open("One (#77)", false);
        PullRef two = stage().open("Two", false);
        PullRef three = stage().open("Three", false);
        assertThat(group(two, one, three)).containsExactly(two, one, three);
    }

    @Test
    void aCommitThatBringsNothingHoldsNone() {
        PullRef one = stage().open("One", false);
        CommitSha main = read(one).base().sha();
        assertThat(stage().queueReader().queued(stage().repo(), read(one).base().branch(), main))
                .isEmpty();
    }
}
