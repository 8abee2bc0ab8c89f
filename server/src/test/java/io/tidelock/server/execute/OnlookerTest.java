package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.contract.Snapshot;
import io.tidelock.testkit.fake.FakeRunner;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlookerTest {
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
    }

    @Test
    void looksAtThoseWithPlansOntoTheBranch() {
        plan(bench.open(Bench.PROD, "a"));
        PullRef idle = bench.open(Bench.INFRA, "c");
        bench.runner.plans("c", FakeRunner.idle("c"));
        plan(idle);

        assertThat(touched("main")).containsExactly(pull);
        assertThat(touched("mainline")).isEmpty();
    }

    @Test
    void aBaseThatMovedElsewhereChangesNothing() {
        bench.pushMain(Bench.INFRA, "c/main.tf");
        assertThat(refit()).containsExactly(new Evidence.Nothing("every plan still fits"));
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
    }

    @Test
    void aPlanWhoseFilesChangedIsDropped() {
        PlanId unfit = bench.plan(pull, "a");
        PlanId fit = bench.plan(pull, "b");
        bench.pushMain(Bench.INFRA, "a/other.tf");

        assertThat(refit()).singleElement().isInstanceOf(Evidence.Shown.class);

        assertThat(bench.rows(pull)).containsExactly("a Stale", "b Planned");
        assertThat(bench.store.plans().plan(unfit))
                .as("to be compared with the next one")
                .isPresent();
        assertThat(bench.store.plans().plan(fit)).isPresent();
        assertThat(bench.locks()).as("it still wants them").hasSize(2);
        assertThat(bench.planned()).hasSize(2);
    }

    @Test
    void aConflictIsShownAndForgottenWhenItIsGone() {
        Snapshot files = bench.files(pull);
        bench.pushMain(Bench.INFRA, "a/main.tf");
        assertThat(refit()).singleElement().isInstanceOf(Evidence.Shown.class);
        assertThat(bench.board(pull).problems()).isNotEmpty();

        bench.setMain(Bench.INFRA, files.with("b/main.tf", "b"));
        assertThat(refit()).singleElement().isInstanceOf(Evidence.Shown.class);
        assertThat(bench.board(pull).problems()).isEmpty();
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
    }

    @Test
    void anotherHeadIsAnotherEventsBusiness() {
        CommitSha head = bench.push(pull, "a");
        bench.pushMain(Bench.INFRA, "a/other.tf");
        assertThat(refit()).singleElement().isInstanceOf(Evidence.Nothing.class);
        assertThat(bench.board(pull).heads().orElseThrow().head()).isNotEqualTo(head);

        bench.host(Bench.INFRA).close(pull);
        assertThat(refit()).singleElement().isInstanceOf(Evidence.Nothing.class);
    }

    private List<PullRef> touched(String branch) {
        return bench.onlooker().touched(new Work.BaseMoved(Bench.INFRA, branch, bench.head(pull)));
    }

    private List<Evidence> refit() {
        Work.Refit work = new Work.Refit(pull);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.onlooker().refit(work, lease);
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
