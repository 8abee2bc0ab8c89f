package io.tidelock.vcs.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullMerger.Dropped;
import io.tidelock.core.port.host.PullMerger.Order;
import io.tidelock.sandbox.fault.Effect;
import io.tidelock.sandbox.model.Protection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which branches GitHub would delete after a merge and are left, and what it says when it does not merge. */
class GitHubMergesTest {
    private static final Order DELETING = new Order(Optional.empty(), true);
    private static final Protection FREE = new Protection(false, false, List.of(), false, 0, false, false, false);

    private final SandboxStage stage = new SandboxStage(false);

    @AfterEach
    void leave() {
        stage.close();
    }

    private PullRequest read(PullRef ref) {
        return stage.pullReader().pull(ref);
    }

    @Test
    void aProtectedBranchIsLeft() {
        PullRequest pull = read(stage.open("One", false));
        stage.sandbox().protect(stage.repo().path(), pull.head().branch(), FREE);

        assertThat(stage.pullMerger().merge(pull, pull.head().sha(), DELETING))
                .map(Problem::met)
                .contains("the branch '" + pull.head().branch() + "' is still there: it is protected");
        assertThat(read(pull.ref()).merged()).isTrue();
        assertThat(stage.hasBranch(pull.head().branch())).isTrue();
    }

    @Test
    void whatSomebodyPushedAfterTheMergeIsLeft() {
        PullRequest pull = read(stage.open("One", false));
        stage.pullMerger().merge(pull, pull.head().sha(), new Order(Optional.empty(), false));
        stage.pushBranch(pull.head().branch());

        assertThat(stage.pullMerger().deleteBranch(read(pull.ref())))
                .map(Problem::met)
                .hasValueSatisfying(met -> assertThat(met).endsWith("somebody has pushed to it meanwhile"));
        assertThat(stage.hasBranch(pull.head().branch())).isTrue();
    }

    @Test
    void theDefaultBranchIsLeft() {
        stage.pushBranch("release");
        stage.pushBranch("main");
        PullRef ref = new PullRef(
                stage.repo(),
                stage.sandbox()
                        .openPull(stage.repo().path(), "Release it", "main", "release", "alice")
                        .number());
        PullRequest pull = read(ref);

        assertThat(stage.pullMerger().merge(pull, pull.head().sha(), DELETING))
                .map(Problem::met)
                .hasValueSatisfying(met -> assertThat(met).endsWith("it is the default branch"));
        assertThat(stage.hasBranch("main")).isTrue();
    }

    @Test
    void whoseApprovalIsTakenBackIsNotForgottenWhenTheNextCannotBe() {
        stage.permit("ann", Permission.WRITE);
        stage.permit("rob", Permission.WRITE);
        PullRef ref = stage.open("One", false);
        stage.approve(ref, "ann");
        stage.approve(ref, "rob");
        stage.sandbox().faults().next(1, "PUT", "/dismissals$", new Effect.Delay(Duration.ZERO));
        stage.sandbox().faults().next(9, "PUT", "/dismissals$", Effect.status(502));

        Dropped dropped = stage.pullMerger().dropApprovals(read(ref));

        assertThat(dropped.by()).containsExactly("ann");
        assertThat(dropped.kept())
                .singleElement()
                .satisfies(why -> assertThat(why.met()).startsWith("the other approvals may still stand"));
    }

    @Test
    void whatItSaysComesWithoutItsAddress() {
        PullRequest pull = read(stage.open("One", true));

        assertThatThrownBy(() -> stage.pullMerger().merge(pull, pull.head().sha(), DELETING))
                .isInstanceOfSatisfying(
                        Refused.class,
                        no -> assertThat(no.problem().met()).isEqualTo("its host says: Pull Request is still a draft"));
    }
}
