package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.repo.Terms;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.core.project.Requirement;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.fake.FakeRunner;
import io.tidelock.testkit.fake.host.FakeHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merging what was applied, and nothing else. */
class MergerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @SuppressWarnings("NullAway.Init")
    private FakeHost host;

    @SuppressWarnings("NullAway.Init")
    private PullRef pull;

    @SuppressWarnings("NullAway.Init")
    private Work.Merge work;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        bench.policy(new Policy(false, false, ApplyOn.BOTH)
                .merging(new Merging(true, Optional.empty(), Optional.of("Hold"), repo -> Set.of(MergeMethod.MERGE))));
        host = bench.host(Bench.INFRA);
        pull = bench.open(Bench.INFRA, "a");
        work = applied();
    }

    @Test
    void theCommitThatWasAppliedIsMerged() {
        assertThat(ended(work)).singleElement().isInstanceOf(Evidence.Nothing.class);

        assertThat(bench.read(pull).merged()).isTrue();
        assertThat(host.hasBranch(bench.read(pull).head().branch())).isTrue();
    }

    @Test
    void theMethodIsHandedOn() {
        ended(new Work.Merge(work.order(), work.head(), Optional.of(MergeMethod.SQUASH), false));

        assertThat(host.misfortune().calls()).contains("merge " + pull + " SQUASH");
    }

    @Test
    void whatWasPushedAfterTheApplyIsNeverMerged() {
        bench.push(pull, "a", "b");

        assertThat(told(ended(work)))
                .contains(
                        "Not merged",
                        "applied at " + work.head().abbreviated(),
                        bench.head(pull).abbreviated());
        assertThat(bench.read(pull).open()).isTrue();
    }

    @Test
    void aLabelKeepsItFromBeingMerged() {
        host.label(pull, "hold");

        assertThat(told(ended(work))).contains("Not merged", "label 'Hold'", "remove the label");
        assertThat(bench.read(pull).open()).isTrue();
    }

    @Test
    void aDraftIsNotMerged() {
        pull = bench.draft(Bench.INFRA, "b");
        work = applied();

        assertThat(told(ended(work))).contains("Not merged", "draft", "Mark it as ready");
        assertThat(bench.read(pull).open()).isTrue();
    }

    @Test
    void whatIsPlannedAnewMeanwhileIsNotMerged() {
        bench.runner.plans("a", FakeRunner.failing("no such variable"));
        plan();

        assertThat(told(ended(work))).contains("not all of it is applied any more");
        assertThat(bench.read(pull).open()).isTrue();
    }

    @Test
    void anApprovalThatIsTakenBackMeanwhileIsMissed() {
        under(Requirement.APPROVED);
        pull = bench.open(Bench.INFRA, "b");
        host.approve(pull, "rob");
        work = applied();
        host.disapprove(pull, "rob");

        assertThat(told(ended(work))).contains("Not merged", "not `approved`: 1 more", "comment `apply` again");
        assertThat(bench.read(pull).open()).isTrue();

        host.approve(pull, "rob");
        ended(work);
        assertThat(bench.read(pull).merged()).isTrue();
    }

    @Test
    void aCheckThatRunsAgainMeanwhileIsWaitedFor() {
        under(Requirement.MERGEABLE);
        pull = bench.open(Bench.INFRA, "b");
        work = applied();
        host.require(0, List.of("ci"));
        HeldLease lease = bench.store.lease(work);

        assertThat(bench.merger().merge(work, lease)).isInstanceOf(Merger.Try.NotYet.class);
        assertThat(host.misfortune().calls()).noneMatch(call -> call.startsWith("merge "));

        host.judge(pull, "ci", true);
        assertThat(bench.merger().merge(work, lease)).isInstanceOf(Merger.Try.Ended.class);
        assertThat(bench.read(pull).merged()).isTrue();
    }

    @Test
    void whatIsClosedIsLeftAlone() {
        host.close(pull);

        assertThat(ended(work)).singleElement().isInstanceOf(Evidence.Nothing.class);
        assertThat(host.misfortune().calls()).noneMatch(call -> call.startsWith("merge "));
    }

    @Test
    void aHostThatMayChangeItsMindIsAskedAgain() {
        host.require(2, List.of("ci"));
        HeldLease lease = bench.store.lease(work);

        assertThat(bench.merger().merge(work, lease)).isInstanceOf(Merger.Try.NotYet.class);
        assertThat(told(bench.merger().giveUp(work, Problem.of("405", "", ""))))
                .contains("Not merged", "2 more approvals are needed", "the required check `ci` did not succeed")
                .contains("comment `apply` again, or merge it by hand");
    }

    @Test
    void aHostWithoutReasonsIsQuoted() {
        assertThat(told(bench.merger().giveUp(work, Problem.of("its host says 405: no", "", ""))))
                .contains("its host says 405: no");
    }

    @Test
    void whatWeMayNotDoIsSaidAtOnce() {
        host.misfortune().spareNext(); // reading it
        host.misfortune()
                .failNext(new Refused(
                        Refused.Kind.NOT_ALLOWED,
                        Problem.of("403: Resource not accessible", "a token with the permission contents=write", "")));

        assertThat(told(ended(work))).contains("403: Resource not accessible", "contents=write");
    }

    @Test
    void whenTheHostStaysAwayNobodyClaimsToKnowWhetherItIsMerged() {
        host.misfortune().failNext(Unavailable.notDone("504 Gateway Timeout", null));

        assertThat(told(bench.merger().fail(work, Problem.of("its host has not answered for half an hour", "", ""))))
                .startsWith("It is not known whether this is merged")
                .contains("its host has not answered for half an hour", "comment `apply` again");
    }

    @Test
    void whoGivesUpLooksWhetherItIsMerged() {
        Problem why = Problem.of("its host has not answered for half an hour", "", "");
        assertThat(told(bench.merger().fail(work, why))).startsWith("Not merged");

        host.merge(pull);

        assertThat(bench.merger().fail(work, why)).isEmpty();
    }

    @Test
    void theBranchGoesWithIt() {
        ended(new Work.Merge(work.order(), work.head(), Optional.empty(), true));

        assertThat(host.hasBranch(bench.read(pull).head().branch())).isFalse();
    }

    @Test
    void aBranchThatStaysIsASentence() {
        host.protectBranches();

        assertThat(told(ended(new Work.Merge(work.order(), work.head(), Optional.empty(), true))))
                .startsWith("Merged. But the branch")
                .contains("is protected");
        assertThat(bench.read(pull).merged()).isTrue();
    }

    @Test
    void whenTheAnswerWasLostItIsNotMergedTwiceAndItsBranchGoes() {
        Work.Merge deleting = new Work.Merge(work.order(), work.head(), Optional.empty(), true);
        HeldLease lease = bench.store.lease(deleting);
        host.merge(pull);

        assertThat(bench.merger().merge(deleting, secondTry(lease))).isInstanceOf(Merger.Try.Ended.class);

        assertThat(host.misfortune().calls()).noneMatch(call -> call.startsWith("merge "));
        assertThat(host.hasBranch(bench.read(pull).head().branch())).isFalse();
    }

    @Test
    void whatAPersonMergedKeepsItsBranch() {
        host.merge(pull);

        ended(new Work.Merge(work.order(), work.head(), Optional.empty(), true));

        assertThat(host.hasBranch(bench.read(pull).head().branch())).isTrue();
    }

    private void under(Requirement toApply) {
        bench.terms(Terms.USUAL.under(
                new Conditions(List.of(), List.of(toApply), List.of(), Conditions.Locking.ON_PLAN, false)));
    }

    private Work.Merge applied() {
        plan();
        bench.publish(pull);
        bench.tick();
        CommentOrder order = bench.order(pull, "wanda", "apply");
        Work.Apply apply = new Work.Apply(order, new Target.All(), false);
        HeldLease lease = bench.store.lease(apply);
        List<Evidence> evidence = bench.applier().apply(apply, lease);
        bench.end(lease);
        assertThat(evidence.getLast()).isInstanceOf(Evidence.Complete.class);
        return ((Evidence.Complete) evidence.getLast()).next();
    }

    private void plan() {
        Work.Plan plan = new Work.Plan(bench.order(pull, "wanda", "plan"), new Target.All(), List.of(), false);
        HeldLease lease = bench.store.lease(plan);
        bench.planner().plan(plan, lease);
        bench.end(lease);
    }

    private List<Evidence> ended(Work.Merge merge) {
        HeldLease lease = bench.store.lease(merge);
        Merger.Try came = bench.merger().merge(merge, lease);
        bench.end(lease);
        assertThat(came).isInstanceOf(Merger.Try.Ended.class);
        return ((Merger.Try.Ended) came).evidence();
    }

    private static HeldLease secondTry(HeldLease lease) {
        Job job = lease.job();
        return new HeldLease(new Job(job.id(), job.work(), job.acceptedAt(), 2), lease.fence());
    }

    private static String told(List<Evidence> evidence) {
        assertThat(evidence).singleElement().isInstanceOf(Evidence.Answer.class);
        return ((Evidence.Answer) evidence.getFirst()).text();
    }
}
