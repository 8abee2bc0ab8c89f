package io.tidelock.testkit.contract.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullMerger.Order;
import io.tidelock.core.port.host.StandingReader.Question;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.core.project.Requirement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code PullMerger} promises. */
public abstract class PullMergerContract extends HostContract {
    private static final Order PLAIN = new Order(Optional.empty(), false);

    @Test
    void mergesTheHeadThatWasNamed() {
        PullRef pull = stage().open("Add a bucket", false);
        PullRequest read = read(pull);
        stage().pullMerger().merge(read, read.head().sha(), PLAIN);
        assertThat(read(pull).merged()).isTrue();
    }

    @Test
    void leavesAlonePullRequestsThatHaveMovedOn() {
        PullRef pull = stage().open("Add a bucket", false);
        CommitSha before = read(pull).head().sha();
        stage().push(pull);
        assertThatThrownBy(() -> stage().pullMerger().merge(read(pull), before, PLAIN))
                .isInstanceOf(Refused.class);
        assertThat(read(pull).open()).isTrue();
    }

    @Test
    void takesTheMethodThatWasNamed() {
        PullRef pull = stage().open("Add a bucket", false);
        PullRequest read = read(pull);
        stage().pullMerger().merge(read, read.head().sha(), new Order(Optional.of(MergeMethod.SQUASH), false));
        assertThat(read(pull).merged()).isTrue();
    }

    @Test
    void tellsWhenTheHostDoesNotLetIt() {
        PullRef pull = stage().open("Add a bucket", true);
        PullRequest read = read(pull);
        assertThatThrownBy(() -> stage().pullMerger().merge(read, read.head().sha(), PLAIN))
                .isInstanceOf(Refused.class);
        assertThat(read(pull).open()).isTrue();
    }

    @Test
    void deletesTheBranchWhenItIsToldSo() {
        PullRef kept = stage().open("Keep the branch", false);
        PullRef gone = stage().open("Delete the branch", false);
        PullRequest first = read(kept);
        stage().pullMerger().merge(first, first.head().sha(), PLAIN);
        PullRequest second = read(gone);
        stage().pullMerger().merge(second, second.head().sha(), new Order(Optional.empty(), true));
        assertThat(stage().hasBranch(first.head().branch())).isTrue();
        assertThat(stage().hasBranch(second.head().branch())).isFalse();
    }

    @Test
    void takesApprovalsBack() {
        stage().permit("rob", Permission.WRITE);
        PullRef pull = stage().open("Add a bucket", false);
        stage().approve(pull, "rob");
        assertThat(unapproved(pull)).isEmpty();
        stage().pullMerger().dropApprovals(read(pull));
        assertThat(unapproved(pull)).isNotEmpty();
    }

    private List<String> unapproved(PullRef pull) {
        Question question = new Question(EnumSet.of(Requirement.APPROVED), Optional.empty(), name -> false);
        return stage().standingReader().standing(read(pull), question).unapproved();
    }
}
