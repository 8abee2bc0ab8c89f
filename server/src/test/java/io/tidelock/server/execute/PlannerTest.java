package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.config.repo.Terms;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.fake.FakeRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
    }

    // ---- a push

    @Test
    void plansEachProjectItTouches() {
        PullRef pull = bench.open(Bench.INFRA, "a", "b");

        List<Evidence> evidence = auto(pull);

        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
        assertThat(bench.locks()).containsExactly("acme/infra#1 a", "acme/infra#1 b");
        assertThat(evidence).containsExactly(new Evidence.Shown(bench.board(pull), Optional.empty()));
        assertThat(bench.progress).containsExactly("planning " + bench.head(pull));
    }

    /** Whoever hands the pool two runs at once lets them go side by side. */
    @Test
    void whereItIsSaidProjectsArePlannedOneAfterTheOther() {
        List<Integer> atOnce = bench.countingPool();
        auto(bench.open(Bench.INFRA, "a", "b", "c"));
        assertThat(atOnce).containsExactly(3);
        atOnce.clear();

        PullRef careful = bench.open(Bench.INFRA, "a", "b", "c");
        bench.push(careful, bench.files(careful).with("atlantis.yaml", "version: 3\nparallel_plan: false\n"));
        bench.withoutLocks();
        auto(careful);
        assertThat(bench.rows(careful)).containsExactly("a Planned", "b Planned", "c Planned");
        assertThat(atOnce).containsExactly(1, 1, 1);
        atOnce.clear();

        bench.terms(Terms.USUAL.running(new Place.Abreast(false, true)));
        auto(bench.open(Bench.INFRA, "a", "b"));
        assertThat(atOnce).as("the operator says so").containsExactly(1, 1);
        atOnce.clear();

        PullRef quick = bench.open(Bench.INFRA, "a", "b");
        bench.push(quick, bench.files(quick).with("atlantis.yaml", "version: 3\nparallel_plan: true\n"));
        auto(quick);
        assertThat(atOnce).as("the file goes before the operator").containsExactly(2);
    }

    @Test
    void plansTheLiveHeadAndNotTheAnnouncedOne() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        CommitSha announced = bench.head(pull);
        CommitSha live = bench.push(pull, "b");

        List<Evidence> evidence = plan(new Work.AutoPlan(pull, announced, false));

        assertThat(bench.board(pull).heads().orElseThrow().head()).isEqualTo(live);
        assertThat(bench.rows(pull)).containsExactly("b Planned");
        assertThat(evidence.getFirst()).isEqualTo(new Evidence.Overtaken(pull, announced, Optional.of(live)));
    }

    @Test
    void closedMeanwhileItPlansNothingAndTakesItsSignBack() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        CommitSha head = bench.head(pull);
        bench.host(Bench.INFRA).close(pull);

        assertThat(auto(pull)).containsExactly(new Evidence.Overtaken(pull, head, Optional.empty()));
        assertThat(plan(new Work.AutoPlan(pull, head, true)))
                .as("a recheck gave no sign")
                .containsExactly(new Evidence.Nothing("it is not open"));
        assertThat(bench.planned()).isEmpty();
    }

    @Test
    void skipsForksAndDraftsWithTheReason() {
        PullRef draft = bench.draft(Bench.INFRA, "a");
        PullRef fork = bench.fork(Bench.INFRA, "a");

        assertThat(auto(draft))
                .containsExactly(new Evidence.Skipped(
                        draft, bench.head(draft), "draft: not planned until it is ready for review"));
        assertThat(auto(fork))
                .containsExactly(new Evidence.Skipped(fork, bench.head(fork), "from a fork: not planned"));
        assertThat(bench.planned()).isEmpty();

        plan(new Work.AutoPlan(draft, bench.head(draft), false), new Policy(true, true, ApplyOn.COMMENT));
        plan(new Work.AutoPlan(fork, bench.head(fork), false), new Policy(true, true, ApplyOn.COMMENT));
        assertThat(bench.rows(draft)).containsExactly("a Planned");
        assertThat(bench.rows(fork)).containsExactly("a Locked");
    }

    @Test
    void aDraftThatSomebodyHadPlannedIsNotCalledDone() {
        PullRef pull = bench.draft(Bench.INFRA, "a");
        comment(pull, "wanda", new Target.All());

        assertThat(auto(pull)).containsExactly(new Evidence.Shown(bench.board(pull), Optional.empty()));
        assertThat(bench.rows(pull)).containsExactly("a Planned");
    }

    @Test
    void identicalHeadsAreNotPlannedAgainButShown() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        auto(pull);

        assertThat(auto(pull)).containsExactly(new Evidence.Shown(bench.board(pull), Optional.empty()));
        assertThat(bench.planned()).containsExactly("a");
    }

    @Test
    void whatFailedIsTriedAgainForTheSameHeads() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        bench.runner.plans("a", FakeRunner.failing("no"));
        auto(pull);
        auto(pull);
        assertThat(bench.planned()).containsExactly("a", "a");
    }

    @Test
    void recheckPlansNothingWhenTheHeadWasPlanned() {
        PullRef pull = bench.open(Bench.INFRA, "a", "b");
        bench.runner.plans("a", FakeRunner.failing("no"));
        auto(pull);
        bench.pushMain(Bench.INFRA, "README.md");

        recheck(pull);

        assertThat(bench.planned()).containsExactly("a", "b");
    }

    @Test
    void recheckPlansAHeadThatWasNot() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        auto(pull);
        bench.push(pull, "a", "b");

        recheck(pull);

        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
    }

    @Test
    void recheckPlansAnOpenPullRequestWhoseBoardWasClosed() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        auto(pull);
        close(pull);
        bench.host(Bench.INFRA).reopen(pull);

        recheck(pull);

        assertThat(bench.rows(pull)).containsExactly("a Planned");
        assertThat(bench.locks()).containsExactly("acme/infra#1 a");
    }

    @Test
    void anotherBaseBranchIsPlannedAgain() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        auto(pull);
        bench.host(Bench.INFRA).retarget(pull, "release");
        bench.checkouts.point(
                Bench.INFRA, "refs/heads/release", bench.read(pull).base().sha());

        auto(pull);

        assertThat(bench.planned()).containsExactly("a", "a");
        assertThat(bench.board(pull).baseBranch()).isEqualTo("release");
    }

    @Test
    void aProjectThatACommentHadNotPlannedIsNotForgotten() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        auto(pull);
        bench.push(pull, "a", "b");
        comment(pull, "wanda", new Target.InDirectory("a", "default"));
        assertThat(bench.rows(pull)).containsExactly("a Planned");

        auto(pull);

        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
    }

    @Test
    void whatIsNoLongerTouchedIsGivenUp() {
        PullRef pull = bench.open(Bench.INFRA, "a", "b");
        auto(pull);
        PlanId old = bench.plan(pull, "a");
        bench.push(pull, "b");

        auto(pull);

        assertThat(bench.rows(pull)).containsExactly("b Planned");
        assertThat(bench.locks()).containsExactly("acme/infra#1 b");
        assertThat(bench.store.plans().plan(old)).isEmpty();
    }

    @Test
    void oneFailsAndTheOthersKeepTheirPlans() {
        PullRef pull = bench.open(Bench.INFRA, "a", "b", "c");
        bench.runner.plans("b", FakeRunner.failing("no such resource"));

        auto(pull);

        assertThat(bench.rows(pull)).containsExactly("a Planned", "b PlanFailed", "c Planned");
        assertThat(bench.locks()).containsExactly("acme/infra#1 a", "acme/infra#1 c");
        assertThat(bench.store.plans().plan(bench.plan(pull, "c"))).isPresent();
    }

    @Test
    void withoutChangesNothingIsHeld() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        bench.runner.plans("a", FakeRunner.idle("a"));
        auto(pull);
        assertThat(bench.rows(pull)).containsExactly("a Unchanged");
        assertThat(bench.locks()).isEmpty();
    }

    @Test
    void anotherPullRequestHasTheLock() {
        PullRef first = bench.open(Bench.INFRA, "a");
        PullRef second = bench.open(Bench.INFRA, "a", "b");
        PullRef stranger = bench.open(Bench.PROD, "a");
        auto(first);

        auto(second);
        auto(stranger);

        assertThat(bench.outcome(second, "a")).isEqualTo(new Outcome.Locked(first, 1, List.of()));
        assertThat(bench.outcome(second, "b")).isInstanceOf(Outcome.Planned.class);
        assertThat(bench.rows(stranger)).containsExactly("a Planned");
    }

    @Test
    void aConflictIsAProblemAndDropsPlans() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        auto(pull);
        PlanId old = bench.plan(pull, "a");
        bench.pushMain(Bench.INFRA, "a/main.tf");

        auto(pull);

        Board board = bench.board(pull);
        assertThat(board.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.met()).contains("merge conflict with main in a/main.tf"));
        assertThat(board.results()).isEmpty();
        assertThat(bench.store.plans().plan(old)).isEmpty();
        assertThat(bench.locks()).isEmpty();
    }

    @Test
    void aMalformedConfigurationIsAProblemWithItsLine() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        auto(pull);
        bench.push(pull, bench.files(pull).with("tidelock.yaml", "version: 3\nprojects: 7\n"));

        auto(pull);

        Board board = bench.board(pull);
        assertThat(board.problems()).isNotEmpty();
        assertThat(board.problems().getFirst().place().orElseThrow().toString()).startsWith("tidelock.yaml:2");
        assertThat(board.results()).isEmpty();
        assertThat(bench.locks()).isEmpty();

        bench.push(pull, "a");
        auto(pull);
        assertThat(bench.board(pull).problems()).isEmpty();
        assertThat(bench.rows(pull)).containsExactly("a Planned");
    }

    // ---- a comment

    @Test
    void withoutWritePermissionNothingIsPlanned() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        for (String login : List.of("rita", "ulf", "some-bot[bot]", "nobody")) {
            assertThat(comment(pull, login, new Target.All()))
                    .as(login)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Evidence.Denied.class,
                            denied -> assertThat(denied.problem().sentence())
                                    .contains("write permission to plan")
                                    .contains(login));
        }
        assertThat(bench.planned()).isEmpty();
    }

    @Test
    void aForkIsNotPlannedByCommentEither() {
        PullRef fork = bench.fork(Bench.INFRA, "a");
        assertThat(comment(fork, "wanda", new Target.All())).singleElement().isInstanceOf(Evidence.Denied.class);
    }

    @Test
    void aClosedPullRequestIsNotPlanned() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        bench.host(Bench.INFRA).merge(pull);
        assertThat(comment(pull, "wanda", new Target.All()))
                .singleElement()
                .isInstanceOfSatisfying(
                        Evidence.Denied.class,
                        denied -> assertThat(denied.problem().met()).isEqualTo("this pull request is merged"));
    }

    @Test
    void aCommentPlansAgainWhatIsPlannedAlready() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        auto(pull);

        comment(pull, "wanda", new Target.All());

        assertThat(bench.planned()).containsExactly("a", "a");
    }

    @Test
    void aDirectoryOrANameIsPlannedAlone() {
        PullRef pull = bench.open(Bench.INFRA, "a", "b");
        auto(pull);

        comment(pull, "wanda", new Target.InDirectory("b", "default"));
        assertThat(bench.planned()).containsExactly("a", "b", "b");
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");

        comment(pull, "wanda", new Target.InDirectory("c", "default"));
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned", "c Planned");

        assertThat(comment(pull, "wanda", new Target.Named("network")))
                .singleElement()
                .isInstanceOf(Evidence.Denied.class);
        assertThat(comment(pull, "wanda", new Target.InDirectory("nowhere", "default")))
                .singleElement()
                .isInstanceOf(Evidence.Denied.class);
    }

    @Test
    void theCommentersArgumentsReachTheRunAndAreKept() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        CommentOrder order = bench.order(pull, "wanda", "plan -- -target=x");
        Work.Plan work = new Work.Plan(order, new Target.All(), List.of("-target=x"), false);
        HeldLease lease = bench.store.lease(work);

        bench.planner().plan(work, lease);

        assertThat(bench.runner.planned().getLast().extraArgs()).containsExactly("-target=x");
        assertThat(bench.store.plans().plan(bench.plan(pull, "a")).orElseThrow().extraArgs())
                .containsExactly("-target=x");
    }

    @Test
    void oneProjectAtANewHeadMakesTheOthersOld() {
        PullRef pull = bench.open(Bench.INFRA, "a", "b", "c");
        bench.runner.plans("b", FakeRunner.idle("b"));
        auto(pull);
        bench.push(pull, "a", "b", "c");

        comment(pull, "wanda", new Target.InDirectory("c", "default"));

        assertThat(bench.rows(pull)).containsExactly("a Discarded", "b Discarded", "c Planned");
    }

    // ---- bad luck

    @Test
    void unavailableGitLeavesEverythingAsItWas() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        auto(pull);
        Board before = bench.board(pull);
        bench.push(pull, "b");
        bench.checkouts.fail(Unavailable.notDone("git is down", null));
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> bench.planner().plan(work, lease));
        assertThat(bench.board(pull)).isEqualTo(before);

        bench.checkouts.heal();
        bench.planner().plan(work, lease);
        assertThat(bench.rows(pull)).containsExactly("b Planned");
    }

    @Test
    void takenUpAgainItKeepsWhatTheSameJobHasFinished() {
        PullRef pull = bench.open(Bench.INFRA, "a", "b", "c");
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        bench.runner.plansOnce("b", task -> {
            lease.stop(Stopped.Reason.SHUTDOWN);
            throw new Stopped(Stopped.Reason.SHUTDOWN);
        });

        assertThatExceptionOfType(Stopped.class)
                .isThrownBy(() -> bench.planner().plan(work, lease));
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Underway", "c Underway");
        PlanId kept = bench.plan(pull, "a");

        HeldLease next = new HeldLease(lease.job(), lease.fence());
        bench.aftermath().stopPlans(next);
        bench.planner().plan(work, next);

        assertThat(bench.planned()).containsExactly("a", "b", "b", "c");
        assertThat(bench.plan(pull, "a")).isEqualTo(kept);
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned", "c Planned");
        assertThat(bench.store.runs().of(lease.job().id()))
                .allMatch(run -> run.endedAt().isPresent())
                .extracting(Runs.Run::key)
                .containsExactly(ProjectKey.at("a"), ProjectKey.at("b"), ProjectKey.at("b"), ProjectKey.at("c"));
    }

    @Test
    void takenUpAgainAtANewHeadItTakesBackTheSignOnTheOldOne() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        CommitSha announced = bench.head(pull);
        CommitSha shown = bench.push(pull, "a");
        Work.AutoPlan work = new Work.AutoPlan(pull, announced, false);
        HeldLease lease = bench.store.lease(work);
        bench.runner.plansOnce("a", task -> {
            throw Unavailable.notDone("the disk failed", null);
        });
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> bench.planner().plan(work, lease));
        CommitSha live = bench.push(pull, "a");

        List<Evidence> evidence = bench.planner().plan(work, lease);

        assertThat(evidence)
                .startsWith(
                        new Evidence.Overtaken(pull, announced, Optional.of(live)),
                        new Evidence.Overtaken(pull, shown, Optional.of(live), List.of(ProjectKey.at("a"))));
        assertThat(bench.board(pull).heads().orElseThrow().head()).isEqualTo(live);
    }

    // ---- within

    private List<Evidence> auto(PullRef pull) {
        return plan(new Work.AutoPlan(pull, bench.head(pull), false));
    }

    private void recheck(PullRef pull) {
        plan(new Work.AutoPlan(pull, bench.head(pull), true));
    }

    private List<Evidence> plan(Work.AutoPlan work) {
        return plan(work, new Policy(false, false, ApplyOn.COMMENT));
    }

    private List<Evidence> plan(Work.AutoPlan work, Policy policy) {
        HeldLease lease = bench.store.lease(work);
        bench.policy(policy);
        List<Evidence> evidence = bench.planner().plan(work, lease);
        bench.end(lease);
        return evidence;
    }

    private List<Evidence> comment(PullRef pull, String login, Target target) {
        Work.Plan work = new Work.Plan(bench.order(pull, login, "plan"), target, List.of(), false);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.planner().plan(work, lease);
        bench.end(lease);
        return evidence;
    }

    private void close(PullRef pull) {
        bench.host(pull.repo()).close(pull);
        Work.Close work = new Work.Close(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);
        assertThat(bench.locksmith().close(work, lease)).isInstanceOf(Locksmith.Closing.Over.class);
        bench.end(lease);
    }
}
