package io.tidelock.testkit.contract.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullMerger.Dropped;
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
    void leavesTheBranchesOfForksAlone() {
        PullRef pull = stage().openFromFork("From afar");
        PullRequest read = read(pull);
        assertThat(stage().pullMerger().merge(read, read.head().sha(), new Order(Optional.empty(), true)))
                .isEmpty();
        assertThat(stage().pullMerger().deleteBranch(read(pull))).isEmpty();
        assertThat(read(pull).merged()).isTrue();
    }

    @Test
    void deletesTheBranchOnceAndDoesNotMindThatItIsGone() {
        PullRef pull = stage().open("Delete the branch", false);
        PullRequest read = read(pull);
        stage().pullMerger().merge(read, read.head().sha(), new Order(Optional.empty(), true));
        assertThat(stage().pullMerger().deleteBranch(read)).isEmpty();
        assertThat(stage().hasBranch(read.head().branch())).isFalse();
    }

    @Test
    void knowsTheMethodsThatItTakes() {
        assertThat(stage().pullMerger().methods(stage().repo())).contains(MergeMethod.MERGE, MergeMethod.SQUASH);
    }

    @Test
    void takesApprovalsBackAndSaysWhose() {
        stage().permit("rob", Permission.WRITE);
        PullRef pull = stage().open("Add a bucket", false);
        stage().approve(pull, "rob");
        assertThat(unapproved(pull)).isEmpty();
        Dropped dropped = stage().pullMerger().dropApprovals(read(pull));
        assertThat(dropped.by()).containsExactly("rob");
        assertThat(dropped.kept()).isEmpty();
        assertThat(unapproved(pull)).isNotEmpty();
    }

    @Test
    void takesNothingBackWhereNobodyApproved() {
        PullRef pull = stage().open("Add a bucket", false);
        assertThat(stage().pullMerger().dropApprovals(read(pull)).by()).isEmpty();
    }

    private List<String> unapproved(PullRef pull) {
        Question question = new Question(EnumSet.of(Requirement.APPROVED), Optional.empty(), name -> false);
        return stage().standingReader().standing(read(pull), question).unapproved();
    }
}
