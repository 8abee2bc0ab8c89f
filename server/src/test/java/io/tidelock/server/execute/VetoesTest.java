package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Hook;
import io.tidelock.core.project.Step;
import io.tidelock.testkit.contract.HeldLease;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps single pull requests from being planned by themselves, unlocked or applied. */
class VetoesTest {
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
    }

    @Test
    void withoutAutoplanAPullRequestWaitsForAComment() {
        veto(new Vetoes(false, Optional.empty(), Optional.empty(), true));

        assertThat(auto())
                .containsExactly(
                        new Evidence.Skipped(pull, bench.head(pull), "not planned until somebody comments plan", true));
        assertThat(bench.planned()).isEmpty();

        plan(new Target.All());
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
        assertThat(auto())
                .as("what was asked for is not called unplanned")
                .noneMatch(Evidence.Skipped.class::isInstance);
    }

    @Test
    void whatTouchesNoProjectWaitsForNobody() {
        veto(new Vetoes(false, Optional.empty(), Optional.empty(), true));
        plan(new Target.All());
        bench.push(pull);

        assertThat(auto())
                .noneMatch(Evidence.Skipped.class::isInstance)
                .last()
                .isInstanceOfSatisfying(
                        Evidence.Shown.class,
                        shown ->
                                assertThat(shown.board().isOf(bench.head(pull))).isTrue());
        assertThat(bench.rows(pull)).isEmpty();
        assertThat(bench.locks()).isEmpty();
        assertThat(bench.planned()).hasSize(2);
    }

    @Test
    void whereHooksMaySayWhatIsTouchedNoneIsRunUnasked() {
        veto(new Vetoes(false, Optional.empty(), Optional.empty(), true));
        PullRef other = bench.open(Bench.INFRA);
        Hook hook = new Hook(Hook.When.PRE, Step.Script.of("echo \"x\""), "hook", Optional.empty());
        bench.hooks(new HookRules(any -> List.of(hook), (repo, command) -> true, false, false));

        assertThat(auto(other)).singleElement().isInstanceOf(Evidence.Skipped.class);
        assertThat(bench.hooks.tasks()).isEmpty();
    }

    @Test
    void aLabelKeepsOnePullRequestFromBeingPlannedByItself() {
        veto(new Vetoes(true, Optional.of("No-Plan"), Optional.empty(), true));
        PullRef other = bench.open(Bench.INFRA, "c");
        bench.host(Bench.INFRA).label(pull, "no-plan");

        assertThat(auto()).singleElement().isInstanceOf(Evidence.Skipped.class);
        assertThat(auto(other)).noneMatch(Evidence.Skipped.class::isInstance);
        assertThat(bench.rows(other)).containsExactly("c Planned");
    }

    @Test
    void mergingPlansNothingThatWaitedForAComment() {
        bench.policy(new Policy(
                false,
                false,
                ApplyOn.BOTH,
                new Vetoes(false, Optional.empty(), Optional.empty(), true),
                any -> Optional.empty()));
        auto();
        bench.merge(pull);

        assertThat(land())
                .last()
                .isInstanceOfSatisfying(
                        Evidence.Told.class,
                        told -> assertThat(told.text())
                                .contains("nothing of it was planned or applied", "until somebody comments plan"));
        assertThat(bench.planned()).isEmpty();
        assertThat(bench.locks()).isEmpty();
        assertThat(land()).as("it is said once").singleElement().isInstanceOf(Evidence.Nothing.class);
    }

    @Test
    void aLabelKeepsPlansAndLocks() {
        veto(new Vetoes(true, Optional.empty(), Optional.of("keep"), true));
        auto();
        bench.host(Bench.INFRA).label(pull, "keep");

        assertThat(unlock())
                .isInstanceOfSatisfying(
                        Evidence.Denied.class,
                        denied -> assertThat(denied.problem().sentence()).contains("label 'keep'", "Remove the label"));
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
        assertThat(bench.locks()).hasSize(2);
    }

    @Test
    void whereNothingIsAppliedACommentIsToldSo() {
        bench.policy(new Policy(false, false, ApplyOn.NEVER));
        auto();

        assertThat(apply(new Target.All()))
                .singleElement()
                .isInstanceOfSatisfying(
                        Evidence.Denied.class,
                        denied -> assertThat(denied.problem().met()).isEqualTo("here nothing is applied"));
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
    }

    @Test
    void aProjectThatAnotherServerMayKnowCanBePassedOverInSilence() {
        veto(new Vetoes(true, Optional.empty(), Optional.empty(), false));
        auto();

        assertThat(plan(new Target.Named("theirs"))).noneMatch(Evidence.Denied.class::isInstance);
        assertThat(apply(new Target.Named("theirs"))).singleElement().isInstanceOf(Evidence.Nothing.class);
    }

    private void veto(Vetoes vetoes) {
        bench.policy(new Policy(false, false, ApplyOn.COMMENT, vetoes, any -> Optional.empty()));
    }

    private List<Evidence> land() {
        Work.Land work = new Work.Land(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.lander().land(work, false, lease).orElseThrow();
        bench.end(lease);
        return evidence;
    }

    private List<Evidence> auto() {
        return auto(pull);
    }

    private List<Evidence> auto(PullRef of) {
        Work.AutoPlan work = new Work.AutoPlan(of, bench.head(of), false);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.planner().plan(work, lease);
        bench.end(lease);
        return evidence;
    }

    private List<Evidence> plan(Target target) {
        Work.Plan work = new Work.Plan(bench.order(pull, "wanda", "plan"), target, List.of(), false);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.planner().plan(work, lease);
        bench.end(lease);
        return evidence;
    }

    private List<Evidence> apply(Target target) {
        Work.Apply work = new Work.Apply(bench.order(pull, "wanda", "apply"), target, false);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.applier().apply(work, lease);
        bench.end(lease);
        return evidence;
    }

    private Evidence unlock() {
        Work.Unlock work = new Work.Unlock(bench.order(pull, "wanda", "unlock"));
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.locksmith().unlock(work, false, lease);
        bench.end(lease);
        return evidence.getFirst();
    }
}
