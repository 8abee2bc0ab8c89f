package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.testkit.contract.HeldLease;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanderTest {
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

    // ---- what merging applies

    @Test
    void mergingAppliesThePlansThatCouldBeRead() {
        PullRef pull = planned("a", "b");
        bench.merge(pull);

        List<Evidence> evidence = land(pull);

        assertThat(bench.applied()).containsExactlyInAnyOrder("a", "b");
        assertThat(bench.planned()).as("nothing is planned again").containsExactly("a", "b");
        assertThat(bench.locks()).isEmpty();
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.DONE);
        assertThat(evidence)
                .singleElement()
                .isInstanceOfSatisfying(
                        Evidence.Freed.class,
                        freed -> assertThat(freed.board().results())
                                .allMatch(row -> row.outcome() instanceof Outcome.Applied));
    }

    @Test
    void whatACommentAppliedBeforeIsNotAppliedAgain() {
        PullRef pull = planned("a", "b");
        apply(pull, new Target.InDirectory("a", "default"));
        bench.merge(pull);

        land(pull);

        assertThat(bench.applied()).containsExactly("a", "b");
        assertThat(bench.board(pull).closed()).isTrue();
    }

    @Test
    void toldTwiceItAppliesOnce() {
        PullRef pull = planned("a");
        bench.merge(pull);

        land(pull);
        assertThat(land(pull)).singleElement().isInstanceOf(Evidence.Nothing.class);

        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void anotherPullRequestThatChangedOtherProjectsMakesNoDifference() {
        PullRef pull = planned("a");
        bench.pushMain(Bench.INFRA, "b/main.tf");
        bench.merge(pull);

        land(pull);

        assertThat(bench.planned()).containsExactly("a");
        assertThat(bench.applied()).containsExactly("a");
    }

    // ---- when the base has moved under a plan

    @Test
    void aPlanThatNoLongerFitsIsMadeAgainAndAppliedWhenItMeansTheSame() {
        PullRef pull = planned("a");
        bench.pushMain(Bench.INFRA, "a/other.tf");
        CommitSha merge = bench.merge(pull);

        land(pull);

        assertThat(bench.planned()).containsExactly("a", "a");
        assertThat(bench.applied()).containsExactly("a");
        assertThat(bench.runner.applied().getFirst().tree().commit())
                .as("applied is the plan of what was merged")
                .isEqualTo(merge);
        assertThat(bench.board(pull).closed()).isTrue();
    }

    @Test
    void whatTheMoveOfTheBaseMarkedAsStaleIsComparedAllTheSame() {
        PullRef pull = planned("a");
        bench.pushMain(Bench.INFRA, "a/other.tf");
        refit(pull);
        assertThat(bench.rows(pull)).containsExactly("a Stale");
        bench.merge(pull);

        land(pull);

        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void aPlanThatMeansSomethingElseIsHeldAndTheDifferenceIsTold() {
        bench.runner.plansOnce("a", task -> meaning("a", Map.of("null_resource.x: provisioners", "01")));
        PullRef pull = planned("a", "b");
        bench.runner.plansOnce("a", task -> meaning("a", Map.of("null_resource.x: provisioners", "02")));
        bench.pushMain(Bench.INFRA, "a/other.tf");
        bench.merge(pull);

        List<Evidence> evidence = land(pull);

        assertThat(bench.applied()).containsExactly("b");
        assertThat(told(evidence)).contains("not all of it was applied", "`a`: null_resource.x: provisioners differ");
        assertThat(bench.outcome(pull, "a"))
                .isInstanceOfSatisfying(
                        Outcome.Planned.class,
                        planned -> assertThat(planned.hold()).isPresent());
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.MERGED);
        assertThat(bench.locks()).as("what is applied needs no lock").containsExactly("acme/infra#1 a");
    }

    @Test
    void whatIsHeldIsAppliedByACommentOnceItCouldBeRead() {
        PullRef pull = held();
        apply(pull, new Target.All());
        assertThat(bench.applied()).as("nobody could read the new plan yet").isEmpty();

        bench.publish(pull);
        bench.tick();
        List<Evidence> evidence = apply(pull, new Target.All());

        assertThat(bench.applied()).containsExactly("a");
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.DONE);
        assertThat(bench.locks()).isEmpty();
        assertThat(evidence).anyMatch(Evidence.Freed.class::isInstance);
    }

    @Test
    void whatIsHeldCanBeGivenUp() {
        PullRef pull = held();
        Work.Unlock work = new Work.Unlock(bench.order(pull, "wanda", "unlock"));
        HeldLease lease = bench.store.lease(work);
        bench.locksmith().unlock(work, false, lease);
        bench.end(lease);

        assertThat(bench.applied()).isEmpty();
        assertThat(bench.locks()).isEmpty();
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.DONE);
    }

    @Test
    void whatIsHeldCanBePlannedAgain() {
        PullRef pull = held();
        bench.tick();
        Work.Plan work = new Work.Plan(bench.order(pull, "wanda", "plan"), new Target.All(), List.of(), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);

        assertThat(bench.rows(pull)).containsExactly("a Planned");
        bench.publish(pull);
        bench.tick();
        apply(pull, new Target.All());
        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void aStateThatMovedOnMeansAnotherLook() {
        PullRef pull = planned("a");
        bench.runner.appliesOnce("a", task -> new ApplyRun.Failed(problem("stale"), true, "", Optional.empty()));
        bench.merge(pull);

        land(pull);

        assertThat(bench.planned()).containsExactly("a", "a");
        assertThat(bench.applied()).containsExactly("a", "a");
        assertThat(bench.board(pull).closed()).isTrue();
    }

    @Test
    void nothingLeftToDoAfterTheMergeIsTheEndOfIt() {
        PullRef pull = planned("a");
        bench.runner.plans(
                "a",
                new PlanRun.Done(
                        false,
                        PlanSummary.nothing(),
                        new byte[0],
                        List.of("a"),
                        false,
                        "No changes.",
                        PlanFingerprint.unknown("nothing")));
        bench.pushMain(Bench.INFRA, "a/other.tf");
        bench.merge(pull);

        land(pull);

        assertThat(bench.applied()).isEmpty();
        assertThat(bench.board(pull).closed()).isTrue();
        assertThat(bench.locks()).isEmpty();
    }

    // ---- what merging does not apply

    @Test
    void aPlanThatCouldNotBeReadBeforeTheMergeIsNotApplied() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        plan(pull);
        bench.tick();
        bench.merge(pull);
        bench.tick();
        bench.publish(pull);

        List<Evidence> evidence = land(pull);

        assertThat(bench.applied()).isEmpty();
        assertThat(told(evidence)).contains("nothing was applied", "could not be read before the merge");
        bench.tick();
        apply(pull, new Target.All());
        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void mergedBeforeItWasPlannedItIsPlannedAndWaits() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        bench.merge(pull);

        List<Evidence> evidence = land(pull);

        assertThat(bench.applied()).isEmpty();
        assertThat(bench.rows(pull)).containsExactly("a Planned");
        assertThat(told(evidence)).contains("merged before a plan of it could be read");
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.MERGED);
    }

    @Test
    void aHeadThatWasPushedJustBeforeTheMergeWasNotApproved() {
        PullRef pull = planned("a");
        bench.push(pull, "a", "b");
        bench.merge(pull);

        land(pull);

        assertThat(bench.applied()).isEmpty();
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
    }

    @Test
    void mergedWithoutAnythingToPlanItIsOver() {
        PullRef pull = bench.open(Bench.INFRA);
        bench.merge(pull);

        List<Evidence> evidence = land(pull);

        assertThat(evidence).singleElement().isInstanceOf(Evidence.Freed.class);
        assertThat(bench.board(pull).closed()).isTrue();
    }

    @Test
    void withARedPlanNothingIsApplied() {
        bench.runner.plans("b", new PlanRun.Failed(problem("a typo"), ""));
        PullRef pull = planned("a", "b");
        bench.merge(pull);

        List<Evidence> evidence = land(pull);

        assertThat(bench.applied()).isEmpty();
        assertThat(told(evidence)).contains("`b`: its plan failed: a typo");
        assertThat(bench.locks()).containsExactly("acme/infra#1 a");
    }

    @Test
    void aForkIsNotAppliedByMerging() {
        bench.policy(new Policy(true, false, ApplyOn.BOTH));
        PullRef pull = bench.fork(Bench.INFRA, "a");
        publish(pull);
        bench.merge(pull);

        List<Evidence> evidence = land(pull);

        assertThat(bench.applied()).isEmpty();
        assertThat(told(evidence)).contains("comes from a fork");
        bench.tick();
        apply(pull, new Target.All());
        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void aForkThatNobodyWorksForIsLeftAloneWhenItIsMerged() {
        PullRef pull = bench.fork(Bench.INFRA, "a");
        plan(pull);
        bench.merge(pull);

        List<Evidence> evidence = land(pull);

        assertThat(evidence).singleElement().isInstanceOf(Evidence.Freed.class);
        assertThat(bench.planned()).isEmpty();
        assertThat(bench.locks()).isEmpty();
    }

    @Test
    void whereOnlyCommentsApplyMergingGivesUp() {
        bench.policy(new Policy(false, false, ApplyOn.COMMENT));
        PullRef pull = planned("a");
        bench.merge(pull);

        List<Evidence> evidence = land(pull);

        assertThat(bench.applied()).isEmpty();
        assertThat(evidence).singleElement().isInstanceOf(Evidence.Freed.class);
        assertThat(bench.locks()).isEmpty();
    }

    @Test
    void whereOnlyMergingAppliesACommentDoesNot() {
        bench.policy(new Policy(false, false, ApplyOn.MERGE));
        PullRef pull = planned("a");

        List<Evidence> evidence = apply(pull, new Target.All());

        assertThat(bench.applied()).isEmpty();
        assertThat(evidence)
                .singleElement()
                .isInstanceOfSatisfying(
                        Evidence.Denied.class,
                        denied ->
                                assertThat(denied.problem().met()).contains("applied when the pull request is merged"));
    }

    @Test
    void aFailedApplyIsToldAndKeepsItsLock() {
        PullRef pull = planned("a", "b");
        bench.runner.applies("a", new ApplyRun.Failed(problem("no credentials"), false, "", Optional.empty()));
        bench.merge(pull);

        List<Evidence> evidence = land(pull);

        assertThat(bench.rows(pull)).containsExactly("a ApplyFailed", "b Applied");
        assertThat(told(evidence)).contains("applying it failed: no credentials");
        assertThat(bench.locks()).containsExactly("acme/infra#1 a");
    }

    @Test
    void oneThatIsOpenByNowIsLookedAtAsAnOpenOne() {
        PullRef pull = planned("a");
        Work.Land work = new Work.Land(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);

        assertThat(bench.lander().land(work, false, lease)).isEmpty();
        assertThat(bench.rows(pull)).containsExactly("a Planned");
    }

    @Test
    void toldTwiceThatItIsHeldItSaysSoOnce() {
        PullRef pull = held();

        assertThat(land(pull, true)).singleElement().isInstanceOf(Evidence.Nothing.class);

        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.MERGED);
        assertThat(bench.rows(pull)).containsExactly("a Planned");
    }

    @Test
    void oneThatIsNotFoundIsLookedForAgainBeforeItIsTakenForGone() {
        PullRef pull = planned("a");
        bench.merge(pull);
        Work.Land work = new Work.Land(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);
        bench.host(Bench.INFRA).misfortune().failNext(new Refused(Refused.Kind.NOT_FOUND, problem("not there")));

        assertThatExceptionOfType(Refused.class).isThrownBy(() -> bench.lander().land(work, false, lease));
        bench.lander().land(work, false, new HeldLease(lease.job(), lease.fence()));

        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void whoeverGivesUpSaysWhy() {
        PullRef pull = planned("a");
        bench.merge(pull);
        Work.Land work = new Work.Land(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);

        List<Evidence> evidence = bench.lander().giveUp(work, problem("the base branch is gone"), lease);

        assertThat(told(evidence)).contains("nothing was applied", "base branch is gone");
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.MERGED);
        assertThat(bench.locks()).containsExactly("acme/infra#1 a");
    }

    // ---- after a crash

    @Test
    void cutOffWhileOneIsAppliedItTakesItsResultAndGoesOn() throws InterruptedException {
        PullRef pull = planned("a", "b", "c");
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
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.LANDING);
        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Planned", "c Planned");

        bench.lander().land(work, false, new HeldLease(lease.job(), lease.fence()));

        assertThat(bench.applied()).containsExactly("a", "b", "c");
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.DONE);
        assertThat(bench.locks()).isEmpty();
    }

    // ---- how it is asked

    private PullRef held() {
        bench.runner.plansOnce("a", task -> meaning("a", Map.of("x: create", "01")));
        PullRef pull = planned("a");
        bench.runner.plansOnce("a", task -> meaning("a", Map.of("x: delete", "02")));
        bench.pushMain(Bench.INFRA, "a/other.tf");
        bench.merge(pull);
        land(pull);
        assertThat(bench.applied()).isEmpty();
        bench.tick();
        return pull;
    }

    private static PlanRun meaning(String dir, Map<String, String> parts) {
        return new PlanRun.Done(
                true,
                new PlanSummary(1, 0, 0, 0, 0, 0, 0, 0, 0),
                ("plan of " + dir).getBytes(StandardCharsets.UTF_8),
                List.of(dir),
                false,
                "a plan",
                new PlanFingerprint(new TreeMap<>(parts), List.of()));
    }

    private static Problem problem(String met) {
        return Problem.of(met, "", "");
    }

    private static String told(List<Evidence> evidence) {
        return evidence.stream()
                .filter(Evidence.Told.class::isInstance)
                .map(told -> ((Evidence.Told) told).text())
                .findFirst()
                .orElseThrow();
    }

    private PullRef planned(String... dirs) {
        PullRef pull = bench.open(Bench.INFRA, dirs);
        publish(pull);
        return pull;
    }

    private void publish(PullRef pull) {
        plan(pull);
        bench.publish(pull);
        bench.tick();
    }

    private List<Evidence> land(PullRef pull) {
        return land(pull, false);
    }

    private List<Evidence> land(PullRef pull, boolean again) {
        Work.Land work = new Work.Land(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.lander().land(work, again, lease).orElseThrow();
        bench.end(lease);
        return evidence;
    }

    private List<Evidence> apply(PullRef pull, Target target) {
        Work.Apply work = new Work.Apply(bench.order(pull, "wanda", "apply"), target, false);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.applier().apply(work, lease);
        bench.end(lease);
        return evidence;
    }

    private void plan(PullRef pull) {
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
    }

    private void refit(PullRef pull) {
        Work.Refit work = new Work.Refit(pull);
        HeldLease lease = bench.store.lease(work);
        bench.onlooker().refit(work, lease);
        bench.end(lease);
    }
}
