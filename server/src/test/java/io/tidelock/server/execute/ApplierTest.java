package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.config.repo.Terms;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.testkit.contract.HeldLease;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplierTest {
    private static final Target ALL = new Target.All();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
    }

    // ---- what may be applied

    @Test
    void appliesWhatItsAuthorCouldRead() {
        PullRef pull = planned("a", "b");

        List<Evidence> evidence = apply(pull, ALL);

        assertThat(bench.applied()).containsExactly("a", "b");
        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Applied");
        assertThat(evidence).singleElement().isInstanceOf(Evidence.Shown.class);
        assertThat(bench.locks()).containsExactly("acme/infra#1 a", "acme/infra#1 b");
    }

    @Test
    void whereItIsSaidProjectsAreAppliedOneAfterTheOther() {
        bench.terms(Terms.USUAL.running(new Place.Abreast(true, false)));
        List<Integer> atOnce = bench.countingPool();
        PullRef pull = planned("a", "b", "c");
        assertThat(atOnce).as("planned").containsExactly(3);
        atOnce.clear();

        apply(pull, ALL);

        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Applied", "c Applied");
        assertThat(atOnce).containsExactly(1, 1, 1);
    }

    @Test
    void thePlanIsDroppedOnceItIsApplied() {
        PullRef pull = planned("a");
        PlanId plan = bench.plan(pull, "a");

        apply(pull, ALL);

        assertThat(bench.store.plans().plan(plan)).isEmpty();
        assertThat(apply(pull, ALL))
                .singleElement()
                .isInstanceOfSatisfying(
                        Evidence.Denied.class,
                        denied -> assertThat(denied.problem().met())
                                .isEqualTo("nothing waits to be applied for this pull request"));
        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void onlyTheTargetIsApplied() {
        PullRef pull = planned("a", "b");
        apply(pull, new Target.InDirectory("b", "default"));
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Applied");
    }

    @Test
    void aTargetThatNobodyKnowsIsSaid() {
        PullRef pull = planned("a");
        assertThat(apply(pull, new Target.InDirectory("z", "default")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Evidence.Denied.class,
                        denied -> assertThat(denied.problem().sentence())
                                .isEqualTo("there is no plan for z; expected one of a. Comment `plan` first"));
        assertThat(apply(pull, new Target.InDirectory("a", "prod")))
                .singleElement()
                .isInstanceOf(Evidence.Denied.class);
        assertThat(bench.applied()).isEmpty();
    }

    @Test
    void aPlanThatCameAfterTheCommentIsShownButNotApplied() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        CommentOrder order = bench.order(pull, "wanda", "apply");
        bench.tick();
        plan(pull);
        bench.publish(pull);

        List<Evidence> evidence = apply(order);

        assertThat(bench.applied()).isEmpty();
        assertThat(evidence).hasSize(2);
        assertThat(evidence.getFirst()).as("so that it is published").isInstanceOf(Evidence.Shown.class);
        assertThat(evidence.getLast())
                .isInstanceOfSatisfying(
                        Evidence.Answer.class,
                        answer -> assertThat(answer.text())
                                .contains("`a`: its plan was not there yet when you commented"));
        assertThat(bench.planned()).containsExactly("a");
    }

    @Test
    void aPlanThatNobodyWasShownIsNotApplied() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        plan(pull);
        bench.tick();
        assertThat(apply(pull, ALL)).hasSize(2);
        assertThat(bench.applied()).isEmpty();
    }

    @Test
    void inTheSameSecondOurClockDecides() {
        PullRef early = bench.open(Bench.INFRA, "a");
        plan(early);
        bench.publish(early);
        CommentOrder same = bench.order(early, "wanda", "apply");
        bench.tick();
        apply(same);
        assertThat(bench.applied())
                .as("published before the comment was accepted")
                .containsExactly("a");

        PullRef late = bench.open(Bench.INFRA, "b");
        plan(late);
        CommentOrder atOnce = bench.order(late, "wanda", "apply");
        Work.Apply work = new Work.Apply(atOnce, ALL, false);
        HeldLease lease = bench.store.lease(work);
        bench.publish(late);
        bench.applier().apply(work, lease);
        assertThat(bench.applied()).as("published after that").containsExactly("a");
    }

    // ---- what no longer holds

    @Test
    void aHeadThatMovedIsPlannedAgain() {
        PullRef pull = planned("a", "b");
        CommentOrder order = bench.order(pull, "wanda", "apply");
        bench.push(pull, "a", "b");

        List<Evidence> evidence = apply(order, new Target.InDirectory("a", "default"));

        assertThat(bench.applied()).isEmpty();
        assertThat(bench.rows(pull)).as("b was planned for another head").containsExactly("a Planned", "b Discarded");
        assertThat(bench.row(pull, "a").heads().head()).isEqualTo(bench.head(pull));
        assertThat(bench.row(pull, "a").published()).isEmpty();
        assertThat(text(evidence)).contains("Nothing was applied").contains("the head is now");
    }

    @Test
    void aBaseThatMovedWithinTheInputsIsPlannedAgain() {
        PullRef pull = planned("a");
        bench.pushMain(Bench.INFRA, "a/other.tf");

        assertThat(text(apply(pull, ALL))).contains("the base branch has moved and changed a");
        assertThat(bench.applied()).isEmpty();
        assertThat(bench.rows(pull)).containsExactly("a Planned");
    }

    @Test
    void aBaseThatMovedElsewhereDoesNotMatter() {
        PullRef pull = planned("a");
        bench.pushMain(Bench.INFRA, "c/other.tf");
        apply(pull, ALL);
        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void aConflictIsSaid() {
        PullRef pull = planned("a");
        bench.pushMain(Bench.INFRA, "a/main.tf");
        assertThat(apply(pull, ALL)).singleElement().isInstanceOf(Evidence.Denied.class);
        assertThat(bench.applied()).isEmpty();
    }

    @Test
    void aPlanThatIsGoneIsMadeAgain() {
        PullRef pull = planned("a");
        HeldLease lease = bench.store.lease(new Work.Refit(pull));
        bench.store.plans().drop(lease, pull, ProjectKey.at("a"));
        bench.end(lease);

        assertThat(text(apply(pull, ALL))).contains("its plan is gone");
        assertThat(bench.rows(pull)).containsExactly("a Planned");
        assertThat(bench.applied()).isEmpty();
    }

    @Test
    void whatTerraformCallsStaleIsPlannedAgainWithItsArguments() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        planBy(pull, List.of("-target=x"));
        bench.publish(pull);
        bench.tick();
        bench.runner.appliesOnce("a", task -> stale());

        List<Evidence> evidence = apply(pull, ALL);

        assertThat(text(evidence)).contains("`a`: terraform says that its state has moved on");
        assertThat(bench.rows(pull)).containsExactly("a Planned");
        assertThat(bench.runner.planned().getLast().extraArgs()).containsExactly("-target=x");
        assertThat(bench.row(pull, "a").published()).isEmpty();
    }

    @Test
    void staleAndCutOffItIsPlannedAgainAndNotAppliedAgain() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        planBy(pull, List.of("-target=x"));
        bench.publish(pull);
        bench.tick();
        bench.runner.appliesOnce("a", task -> stale());
        bench.runner.plansOnce("a", task -> {
            throw Unavailable.notDone("the disk failed", null);
        });
        Work.Apply work = work(pull);
        HeldLease lease = bench.store.lease(work);
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> bench.applier().apply(work, lease));

        assertThat(text(bench.applier().apply(work, lease))).contains("its planning was cut off");
        assertThat(bench.applied()).containsExactly("a");
        assertThat(bench.rows(pull)).containsExactly("a Planned");
    }

    @Test
    void stalenessIsRememberedWhenNothingWasPlannedYet() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        planBy(pull, List.of("-target=x"));
        bench.publish(pull);
        bench.tick();
        Work.Apply work = work(pull);
        HeldLease lease = bench.store.lease(work);
        bench.store.runs().begin(lease, run("one", lease, pull));
        bench.store.runs().end(lease, new RunId("one"), "failed: stale", bench.clock.instant(), new byte[0]);

        assertThat(text(bench.applier().apply(work, lease))).contains("terraform says that its state has moved on");
        assertThat(bench.applied()).isEmpty();
        assertThat(bench.runner.planned().getLast().extraArgs()).containsExactly("-target=x");
    }

    @Test
    void aPlanWhoseLockAnotherPullRequestHasIsNotApplied() {
        PullRef pull = planned("a");
        HeldLease lease = bench.store.lease(new Work.Refit(pull));
        bench.store.locks().free(lease, pull);
        bench.end(lease);
        PullRef other = bench.open(Bench.INFRA, "a");
        plan(other);
        assertThat(bench.locks()).containsExactly("acme/infra#2 a");

        List<Evidence> evidence = apply(pull, ALL);

        assertThat(bench.applied()).isEmpty();
        assertThat(text(evidence)).contains("#2 has its lock");
        assertThat(bench.outcome(pull, "a")).isEqualTo(new Outcome.Locked(other, 1, List.of()));
    }

    @Test
    void afterAnUnlockThePlanMustBeMadeAgain() {
        PullRef pull = planned("a");
        Work.Unlock unlock = new Work.Unlock(bench.order(pull, "wanda", "unlock"));
        HeldLease lease = bench.store.lease(unlock);
        bench.locksmith().unlock(unlock, false, lease);
        bench.end(lease);
        bench.tick();

        apply(pull, ALL);

        assertThat(bench.applied()).isEmpty();
        assertThat(bench.rows(pull)).containsExactly("a Planned");
        assertThat(bench.locks()).containsExactly("acme/infra#1 a");
    }

    // ---- how it ends

    @Test
    void oneFailureKeepsTheOthers() {
        PullRef pull = planned("a", "b", "c");
        bench.runner.applies("b", failed());

        apply(pull, ALL);

        assertThat(bench.rows(pull)).containsExactly("a Applied", "b ApplyFailed", "c Applied");
        assertThat(bench.locks()).hasSize(3);
    }

    @Test
    void troubleWithTheBaseIsForgottenOnceItIsGone() {
        PullRef pull = planned("a");
        HeldLease lease = bench.store.lease(new Work.Refit(pull));
        bench.store.boards().trouble(lease, pull, List.of(Problem.of("a conflict", "", "")));
        bench.end(lease);
        apply(pull, ALL);
        assertThat(bench.board(pull).problems()).isEmpty();
    }

    @Test
    void aStrangersApplyIsRefused() {
        PullRef pull = planned("a");
        for (String login : List.of("rita", "ulf", "nobody")) {
            assertThat(apply(bench.order(pull, login, "apply")))
                    .as(login)
                    .singleElement()
                    .isInstanceOf(Evidence.Denied.class);
        }
        bench.host(Bench.INFRA).close(pull);
        assertThat(apply(pull, ALL)).singleElement().isInstanceOf(Evidence.Denied.class);
        assertThat(bench.applied()).isEmpty();
    }

    // ---- after a crash

    @Test
    void neverStartedItIsBegunUnderAnotherName() {
        PullRef pull = planned("a");
        Work.Apply work = work(pull);
        HeldLease lease = bench.store.lease(work);
        bench.store.runs().begin(lease, run("one", lease, pull));

        bench.applier().apply(work, lease);

        assertThat(bench.applied()).containsExactly("a");
        assertThat(bench.runner.applied().getFirst().run().value()).isNotEqualTo("one");
        assertThat(bench.rows(pull)).containsExactly("a Applied");
        assertThat(bench.store.runs().run(new RunId("one")).orElseThrow().result())
                .contains("never started");
    }

    @Test
    void endedMeanwhileItsResultIsTaken() {
        PullRef pull = planned("a", "b");
        Work.Apply work = work(pull);
        HeldLease next = cutOffInB(pull, work);
        List<Evidence> evidence = bench.applier().apply(work, next);

        assertThat(bench.applied()).containsExactly("a", "b");
        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Applied");
        assertThat(evidence).singleElement().isInstanceOf(Evidence.Shown.class);
    }

    /** The server goes down while b is being applied, and b goes on without it; gives the lease of the next holder. */
    private HeldLease cutOffInB(PullRef pull, Work.Apply work) {
        HeldLease lease = bench.store.lease(work);
        bench.runner.hangsInApply("b");
        Thread first = Thread.ofPlatform().start(() -> {
            try {
                bench.applier().apply(work, lease);
            } catch (Stopped expected) {
                // the server went down
            }
        });
        try {
            bench.runner.awaitRunning();
            lease.stop(Stopped.Reason.SHUTDOWN);
            first.join();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
        bench.runner.release();
        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Planned");
        return new HeldLease(lease.job(), lease.fence());
    }

    @Test
    void nobodyKnowsHowItEndedAndItIsNotRepeated() {
        PullRef pull = planned("a");
        bench.runner.applies("a", new ApplyRun.Unknown(Problem.of("cut off", "", ""), "", Optional.empty()));

        apply(pull, ALL);

        assertThat(bench.rows(pull)).containsExactly("a ApplyUnknown");
        bench.tick();
        assertThat(apply(pull, ALL)).singleElement().isInstanceOf(Evidence.Denied.class);
        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void givenUpWhileOneRunsItsEndIsAwaited() {
        PullRef pull = planned("a");
        Work.Apply work = work(pull);
        HeldLease lease = bench.store.lease(work);
        bench.runner.appliesOnce("a", task -> {
            throw new IllegalStateException("a bug");
        });
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> bench.applier().apply(work, lease));

        bench.applier().giveUp(work, lease);

        assertThat(bench.rows(pull)).as("the fake lost it").containsExactly("a ApplyUnknown");
        assertThat(bench.store.runs().of(lease.job().id()))
                .allMatch(run -> run.endedAt().isPresent());
    }

    @Test
    void refusedAfterACrashItStillSaysWhatItDid() {
        PullRef pull = planned("a", "b");
        Work.Apply work = work(pull);
        HeldLease next = cutOffInB(pull, work);
        bench.host(Bench.INFRA).permit("wanda", Permission.READ);

        List<Evidence> evidence = bench.applier().apply(work, next);

        assertThat(evidence).hasSize(2);
        assertThat(evidence.getFirst()).isInstanceOf(Evidence.Shown.class);
        assertThat(evidence.getLast()).isInstanceOf(Evidence.Denied.class);
        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Applied");
        assertThat(bench.applied()).containsExactly("a", "b");
    }

    // ---- within

    private PullRef planned(String... dirs) {
        PullRef pull = bench.open(Bench.INFRA, dirs);
        plan(pull);
        bench.publish(pull);
        bench.tick();
        return pull;
    }

    private void plan(PullRef pull) {
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
    }

    private void planBy(PullRef pull, List<String> args) {
        Work.Plan work = new Work.Plan(bench.order(pull, "wanda", "plan"), ALL, args, false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
    }

    private Work.Apply work(PullRef pull) {
        return new Work.Apply(bench.order(pull, "wanda", "apply"), ALL, false);
    }

    private List<Evidence> apply(PullRef pull, Target target) {
        return apply(bench.order(pull, "wanda", "apply"), target);
    }

    private List<Evidence> apply(CommentOrder order) {
        return apply(order, ALL);
    }

    private List<Evidence> apply(CommentOrder order, Target target) {
        Work.Apply work = new Work.Apply(order, target, false);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.applier().apply(work, lease);
        bench.end(lease);
        return evidence;
    }

    private Runs.Run run(String id, HeldLease lease, PullRef pull) {
        return new Runs.Run(
                new RunId(id),
                lease.job().id(),
                Runs.Kind.APPLY,
                pull,
                ProjectKey.at("a"),
                bench.clock.instant(),
                Optional.empty(),
                Optional.empty());
    }

    private static ApplyRun stale() {
        return new ApplyRun.Failed(Problem.of("Saved plan is stale", "", ""), true, "", Optional.empty());
    }

    private static ApplyRun failed() {
        return new ApplyRun.Failed(Problem.of("no quota", "", ""), false, "Error: no quota", Optional.empty());
    }

    private static String text(List<Evidence> evidence) {
        assertThat(evidence.getFirst()).isInstanceOf(Evidence.Shown.class);
        return ((Evidence.Answer) evidence.getLast()).text();
    }
}
