package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.testkit.contract.HeldLease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocksmithTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @SuppressWarnings("NullAway.Init")
    private PullRef pull;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        pull = bench.open(Bench.INFRA, "a", "b");
        plan(pull);
        plan(bench.open(Bench.PROD, "a"));
        plan(bench.open(Bench.INFRA, "c"));
    }

    @Test
    void unlockFreesWhatThisPullRequestHoldsAndNothingElse() {
        PlanId plan = bench.plan(pull, "a");

        Evidence evidence = unlock("wanda");

        assertThat(evidence)
                .isEqualTo(new Evidence.Freed(
                        bench.board(pull),
                        List.of(ProjectKey.at("a"), ProjectKey.at("b")),
                        Optional.of(((Evidence.Freed) evidence).asked().orElseThrow())));
        assertThat(bench.rows(pull)).containsExactly("a Discarded", "b Discarded");
        assertThat(bench.store.plans().plan(plan)).isEmpty();
        assertOthersKeepTheirs();
    }

    @Test
    void aReaderMayNotUnlock() {
        assertThat(unlock("rita")).isInstanceOf(Evidence.Denied.class);
        assertThat(bench.locks()).hasSize(4);
    }

    @Test
    void unlockWorksOnAClosedPullRequestToo() {
        bench.host(Bench.INFRA).close(pull);
        unlock("wanda");
        assertOthersKeepTheirs();
    }

    @Test
    void closeFreesAndClosesTheBoard() {
        Path tree = onlyTree();
        bench.host(Bench.INFRA).close(pull);

        Evidence.Freed freed = (Evidence.Freed) close().orElseThrow();

        assertThat(freed.projects()).containsExactly(ProjectKey.at("a"), ProjectKey.at("b"));
        assertThat(freed.board().closed()).isTrue();
        assertThat(freed.board().results()).as("for the last words").hasSize(2);
        assertThat(bench.board(pull).closed()).isTrue();
        assertThat(bench.board(pull).results()).isEmpty();
        assertThat(bench.progress).contains("closing 2");
        assertThat(tree).doesNotExist();
        assertOthersKeepTheirs();
    }

    @Test
    void whatIsOpenAgainIsNotTouched() {
        bench.host(Bench.INFRA).close(pull);
        bench.host(Bench.INFRA).reopen(pull);

        assertThat(close()).isEmpty();

        assertThat(bench.locks()).hasSize(4);
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
    }

    @Test
    void whatIsGoneCountsAsClosed() {
        bench.host(Bench.INFRA)
                .misfortune()
                .failNext(new Refused(Refused.Kind.NOT_FOUND, Problem.of("it is not there", "", "")));
        assertThat(close()).isPresent();
        assertOthersKeepTheirs();
    }

    @Test
    void whatWeMayNotSeeIsNotClosed() {
        bench.host(Bench.INFRA)
                .misfortune()
                .failNext(new Refused(Refused.Kind.NOT_ALLOWED, Problem.of("forbidden", "", "")));
        assertThatExceptionOfType(Refused.class).isThrownBy(this::close);
        assertThat(bench.locks()).hasSize(4);
    }

    @Test
    void aDiskThatFailsDoesNotKeepTheLocks() {
        bench.host(Bench.INFRA).close(pull);
        bench.checkouts.failDrops(Unavailable.notDone("the disk failed", null));
        Work.Close work = new Work.Close(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> bench.locksmith().close(work, lease));

        assertOthersKeepTheirs();
        assertThat(bench.board(pull).results())
                .as("for the last words of the next try")
                .hasSize(2);

        bench.checkouts.heal();
        Evidence.Freed freed =
                (Evidence.Freed) ((Locksmith.Closing.Over) bench.locksmith().close(work, lease)).evidence();
        assertThat(freed.board().results()).hasSize(2);
        assertThat(bench.board(pull).closed()).isTrue();
    }

    private void assertOthersKeepTheirs() {
        assertThat(bench.locks()).containsExactly("acme/infra#2 c", "acme/infra-prod#1 a");
        assertThat(bench.store.plans().plan(bench.plan(new PullRef(Bench.PROD, 1), "a")))
                .isPresent();
        assertThat(bench.store.plans().plan(bench.plan(new PullRef(Bench.INFRA, 2), "c")))
                .isPresent();
    }

    private Path onlyTree() {
        HeldLease lease = bench.store.lease(new Work.Refit(pull));
        Path root = bench.runner.planned().getFirst().tree().root();
        bench.end(lease);
        assertThat(Files.exists(root)).isTrue();
        return root;
    }

    private Evidence unlock(String login) {
        Work.Unlock work = new Work.Unlock(bench.order(pull, login, "unlock"));
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.locksmith().unlock(work, false, lease);
        bench.end(lease);
        return evidence.getFirst();
    }

    private Optional<Evidence> close() {
        Work.Close work = new Work.Close(
                pull, bench.store.boards().board(pull).heads().orElseThrow().head());
        HeldLease lease = bench.store.lease(work);
        Optional<Evidence> evidence = bench.locksmith().close(work, lease) instanceof Locksmith.Closing.Over over
                ? Optional.of(over.evidence())
                : Optional.empty();
        bench.end(lease);
        return evidence;
    }

    private void plan(PullRef open) {
        Work.AutoPlan work = new Work.AutoPlan(open, bench.head(open), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
    }
}
