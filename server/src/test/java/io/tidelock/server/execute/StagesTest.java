package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.contract.Snapshot;
import io.tidelock.testkit.fake.FakeRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagesTest {
    private static final String GROUPS = """
            version: 3
            %s
            projects:
            - {dir: c, name: c}
            - {dir: a, name: a, execution_order_group: 2}
            - {dir: b, name: b, depends_on: [c]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        bench.policy(new Policy(false, false, ApplyOn.BOTH));
    }

    @Test
    void projectsArePlannedAndAppliedInTheirTurns() {
        PullRef pull = planned("");

        assertThat(bench.planned()).containsExactly("c", "b", "a");
        apply(pull, new Target.All());
        assertThat(bench.applied()).containsExactly("c", "b", "a");
    }

    @Test
    void aFailureDoesNotStopLaterGroupsUnlessTheFileSaysSo() {
        bench.runner.plans("c", FakeRunner.failing("no"));
        PullRef pull = planned("");

        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned", "c PlanFailed");
    }

    @Test
    void aFailureStopsLaterGroupsWhenTheFileSaysSo() {
        bench.runner.plans("c", FakeRunner.failing("no"));
        PullRef pull = planned("abort_on_execution_order_fail: true");

        assertThat(bench.planned()).containsExactly("c");
        assertThat(bench.rows(pull)).containsExactly("a PlanFailed", "b PlanFailed", "c PlanFailed");
        assertThat(((Outcome.PlanFailed) bench.board(pull).results().get(1).outcome())
                        .problem()
                        .met())
                .isEqualTo("not planned: `c`, which comes before it, did not end well");
    }

    @Test
    void aFailedApplyStopsLaterGroupsWhenTheFileSaysSo() {
        PullRef pull = planned("abort_on_execution_order_fail: true");
        bench.runner.applies("b", failed());

        List<Evidence> evidence = apply(pull, new Target.All());

        assertThat(bench.applied()).containsExactly("c", "b");
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b ApplyFailed", "c Applied");
        assertThat(answers(evidence)).singleElement().asString().contains("`a`: `b`, which comes before it");
    }

    @Test
    void aProjectIsNotAppliedBeforeWhatItDependsOn() {
        PullRef pull = planned("");

        List<Evidence> evidence = apply(pull, new Target.Named("b"));

        assertThat(bench.applied()).isEmpty();
        assertThat(answers(evidence))
                .singleElement()
                .asString()
                .contains("`b`: it depends on `c`, which is not applied");

        apply(pull, new Target.Named("c"));
        apply(pull, new Target.Named("b"));
        assertThat(bench.applied()).containsExactly("c", "b");
    }

    @Test
    void whatDependsOnAFailedApplyWaits() {
        PullRef pull = planned("");
        bench.runner.applies("c", failed());

        apply(pull, new Target.All());

        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Planned", "c ApplyFailed");
    }

    // ---- by merging

    @Test
    void mergingAppliesInTheOrderOfTheTurns() {
        PullRef pull = planned("");

        land(pull);

        assertThat(bench.applied()).containsExactly("c", "b", "a");
        assertThat(bench.board(pull).closed()).isTrue();
    }

    @Test
    void whatDependsOnAnApplyThatFailedIsHeldByTheMergeAndTold() {
        PullRef pull = planned("");
        bench.runner.applies("c", failed());

        List<Evidence> evidence = land(pull);

        assertThat(bench.applied()).containsExactly("c", "a");
        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Planned", "c ApplyFailed");
        assertThat(holds(pull)).containsExactly("b: it depends on `c`, which is not applied");
        assertThat(told(evidence)).contains("`b`: it depends on `c`, which is not applied", "`c`: applying it failed");
        assertThat(bench.locks()).hasSize(2);
    }

    @Test
    void nothingOfALaterGroupIsAppliedByTheMergeAfterAFailureThatCounts() {
        PullRef pull = planned("abort_on_execution_order_fail: true");
        bench.runner.applies("b", unknown());

        List<Evidence> evidence = land(pull);

        assertThat(bench.applied()).containsExactly("c", "b");
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b ApplyUnknown", "c Applied");
        assertThat(told(evidence)).contains("`a`: `b`, which comes before it, did not end well");
    }

    @Test
    void whatDependsOnAHeldPlanIsHeldAsWell() {
        bench.runner.plansOnce("c", task -> meaning("01"));
        PullRef pull = planned("");
        bench.runner.plansOnce("c", task -> meaning("02"));
        bench.pushMain(Bench.INFRA, "c/other.tf");

        land(pull);

        assertThat(bench.applied()).containsExactly("a");
        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Planned", "c Planned");
        assertThat(holds(pull)).hasSize(2).anyMatch(hold -> hold.startsWith("b: it depends on `c`"));

        bench.publish(pull);
        bench.tick();
        apply(pull, new Target.All());
        assertThat(bench.applied()).as("a person's word applies both").containsExactly("a", "c", "b");
        assertThat(bench.board(pull).closed()).isTrue();
    }

    @Test
    void whatMustBePlannedAgainIsAppliedBeforeWhatDependsOnIt() {
        PullRef pull = planned("");
        bench.pushMain(Bench.INFRA, "c/other.tf");

        land(pull);

        assertThat(bench.planned()).containsExactly("c", "b", "a", "c");
        assertThat(bench.applied()).containsExactly("c", "b", "a");
    }

    @Test
    void aPlanMadeAgainByTheMergeIsMadeWithTheSameArgumentsAndTheSameWorkflow() {
        PullRef pull = planned("");
        Work.Plan work = new Work.Plan(
                bench.order(pull, "wanda", "plan"), new Target.Named("c"), List.of("-lock-timeout=5s"), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
        bench.publish(pull);
        bench.tick();
        bench.pushMain(Bench.INFRA, "c/other.tf");

        land(pull);

        assertThat(bench.runner.planned().getLast().project().key().label()).isEqualTo("c");
        assertThat(bench.runner.planned().getLast().extraArgs()).containsExactly("-lock-timeout=5s");
        assertThat(bench.applied()).containsExactly("c", "b", "a");
    }

    @Test
    void cutOffInOneStageItGoesOnWithTheNext() throws InterruptedException {
        PullRef pull = planned("abort_on_execution_order_fail: true");
        bench.merge(pull);
        Work.Land work = new Work.Land(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);
        bench.runner.hangsInApply("b");
        Thread first = Thread.ofPlatform().start(() -> {
            try {
                bench.lander().land(work, false, lease);
            } catch (Stopped expected) {
                // the server went down
            }
        });
        bench.runner.awaitRunning();
        lease.stop(Stopped.Reason.SHUTDOWN);
        first.join();
        bench.runner.release();
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned", "c Applied");

        bench.lander().land(work, false, new HeldLease(lease.job(), lease.fence()));

        assertThat(bench.applied()).containsExactly("c", "b", "a");
        assertThat(bench.board(pull).closed()).isTrue();
    }

    // ---- with locks

    @Test
    void whoWaitsForALockHoldsUpNoPlanButTheApplyOfThoseAfterIt() {
        PullRef other = bench.open(Bench.INFRA, "c");
        Snapshot named = bench.files(other).with("atlantis.yaml", GROUPS.formatted(""));
        bench.push(other, named);
        plan(other);
        PullRef pull = planned("abort_on_execution_order_fail: true");

        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned", "c Locked");
        List<Evidence> evidence = apply(pull, new Target.All());

        assertThat(bench.applied()).isEmpty();
        assertThat(answers(evidence))
                .singleElement()
                .asString()
                .contains("`b`: it depends on `c`", "`a`: `b`, which comes before it");
    }

    private List<String> holds(PullRef pull) {
        return bench.board(pull).results().stream()
                .filter(row -> row.outcome() instanceof Outcome.Planned planned
                        && planned.hold().isPresent())
                .map(row -> row.key().label() + ": "
                        + row.outcome()
                                .kept()
                                .orElseThrow()
                                .hold()
                                .orElseThrow()
                                .why()
                                .met())
                .toList();
    }

    private static String told(List<Evidence> evidence) {
        return evidence.stream()
                .filter(Evidence.Told.class::isInstance)
                .map(told -> ((Evidence.Told) told).text())
                .findFirst()
                .orElseThrow();
    }

    private static PlanRun meaning(String hash) {
        return new PlanRun.Done(
                true,
                new PlanSummary(1, 0, 0, 0, 0, 0, 0, 0, 0),
                hash.getBytes(StandardCharsets.UTF_8),
                List.of("c"),
                false,
                "a plan",
                new PlanFingerprint(new TreeMap<>(Map.of("x: create", hash)), List.of()));
    }

    private static ApplyRun unknown() {
        return new ApplyRun.Unknown(Problem.of("no", "", ""), "no", Optional.empty());
    }

    private static ApplyRun failed() {
        return new ApplyRun.Failed(Problem.of("no", "", ""), false, "no", Optional.empty());
    }

    private static List<String> answers(List<Evidence> evidence) {
        return evidence.stream()
                .filter(Evidence.Answer.class::isInstance)
                .map(answer -> ((Evidence.Answer) answer).text())
                .toList();
    }

    private PullRef planned(String line) {
        PullRef pull = bench.open(Bench.INFRA, "a", "b", "c");
        Snapshot files = bench.files(pull).with("atlantis.yaml", GROUPS.formatted(line));
        bench.push(pull, files);
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        plan(work);
        bench.publish(pull);
        bench.tick();
        return pull;
    }

    private void plan(PullRef pull) {
        plan(new Work.AutoPlan(pull, bench.head(pull), false));
    }

    private void plan(Work.AutoPlan work) {
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
    }

    private List<Evidence> land(PullRef pull) {
        bench.merge(pull);
        Work.Land work = new Work.Land(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.lander().land(work, false, lease).orElseThrow();
        bench.end(lease);
        bench.tick();
        return evidence;
    }

    private List<Evidence> apply(PullRef pull, Target target) {
        CommentOrder order = bench.order(pull, "wanda", "apply");
        Work.Apply work = new Work.Apply(order, target, false);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.applier().apply(work, lease);
        bench.end(lease);
        bench.tick();
        return evidence;
    }
}
