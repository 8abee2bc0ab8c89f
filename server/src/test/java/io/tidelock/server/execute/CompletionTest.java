package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.repo.Terms;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.MergeWish;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.core.project.Requirement;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.contract.Snapshot;
import io.tidelock.testkit.fake.FakeRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a pull request that was applied by comment is to be merged by us, and how. */
class CompletionTest {
    private static final Target ALL = new Target.All();
    private static final MergeWish NOT = new MergeWish.Not();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
    }

    @Test
    void nothingIsMergedWhereNobodyAsksForIt() {
        PullRef pull = planned(files -> files, "a");

        assertThat(merges(apply(pull, ALL))).isEmpty();
    }

    @Test
    void onceAllOfItIsAppliedItIsMerged() {
        on(Optional.empty());
        PullRef pull = planned(files -> files, "a", "b");

        assertThat(merges(apply(pull, new Target.InDirectory("a", "default")))).isEmpty();
        assertThat(merges(apply(pull, ALL))).singleElement().satisfies(merge -> {
            assertThat(merge.pull()).isEqualTo(pull);
            assertThat(merge.head()).isEqualTo(bench.head(pull));
            assertThat(merge.method()).isEmpty();
            assertThat(merge.deletesBranch()).isFalse();
        });
    }

    @Test
    void theRepositoryMayAskForIt() {
        PullRef pull = planned(files -> files.with("atlantis.yaml", "version: 3\nautomerge: true\n"), "a");

        assertThat(merges(apply(pull, ALL))).hasSize(1);
    }

    @Test
    void theRepositoryMayDoWithout() {
        on(Optional.empty());
        PullRef pull = planned(files -> files.with("atlantis.yaml", "version: 3\nautomerge: false\n"), "a");

        assertThat(merges(apply(pull, ALL))).isEmpty();
    }

    @Test
    void aProjectWithoutChangesIsDone() {
        on(Optional.empty());
        bench.runner.plans("b", FakeRunner.idle("b"));
        PullRef pull = planned(files -> files, "a", "b");

        assertThat(merges(apply(pull, ALL))).hasSize(1);
    }

    @Test
    void whatHasNothingToApplyIsMergedOnlyOnceItIsWhatItsApplyRequires() {
        on(Optional.empty());
        under(Requirement.APPROVED);
        bench.runner.plans("a", FakeRunner.idle("a"));
        PullRef pull = planned(files -> files, "a");

        List<Evidence> refused = apply(pull, ALL);

        assertThat(merges(refused)).isEmpty();
        assertThat(refused)
                .singleElement()
                .isInstanceOfSatisfying(
                        Evidence.Answer.class,
                        answer -> assertThat(answer.text())
                                .contains("Not merged", "- `a`: not `approved`: 1 more", "comment `apply` again"));

        bench.host(Bench.INFRA).approve(pull, "rob");
        assertThat(merges(apply(pull, ALL))).hasSize(1);
    }

    @Test
    void anApprovalThatWasTakenBackSinceTheApplyIsMissedBeforeTheMerge() {
        on(Optional.empty());
        under(Requirement.APPROVED);
        PullRef pull = planned(files -> files, "a");
        bench.host(Bench.INFRA).approve(pull, "rob");
        assertThat(merges(apply(pull, ALL))).hasSize(1);
        bench.host(Bench.INFRA).disapprove(pull, "rob");

        assertThat(merges(apply(pull, ALL))).isEmpty();
    }

    @Test
    void whatFailedIsNotMerged() {
        on(Optional.empty());
        bench.runner.applies("b", new ApplyRun.Failed(Problem.of("no", "", ""), false, "no", Optional.empty()));
        PullRef pull = planned(files -> files, "a", "b");

        assertThat(merges(apply(pull, ALL))).isEmpty();
        assertThat(bench.rows(pull)).containsExactly("a Applied", "b ApplyFailed");
    }

    @Test
    void aPushAfterTheApplyIsToBeAppliedFirst() {
        on(Optional.empty());
        PullRef pull = planned(files -> files, "a");
        apply(pull, ALL);
        bench.push(pull, "a");

        assertThat(merges(apply(pull, ALL))).isEmpty();
    }

    @Test
    void whoSaysApplyOnceMoreHasItMerged() {
        on(Optional.empty());
        PullRef pull = planned(files -> files, "a");
        apply(pull, ALL);

        List<Evidence> evidence = apply(pull, ALL);

        assertThat(merges(evidence)).hasSize(1);
        assertThat(evidence).noneMatch(Evidence.Denied.class::isInstance);
        assertThat(bench.applied()).containsExactly("a");
        assertThat(merges(apply(pull, new Target.Named("unknown")))).isEmpty();
    }

    @Test
    void theCommentMayDoWithout() {
        on(Optional.empty());
        PullRef pull = planned(files -> files, "a");

        assertThat(merges(apply(pull, ALL, Optional.of(NOT)))).isEmpty();
        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void theCommentsMethodGoesBeforeTheOperators() {
        on(Optional.of(MergeMethod.SQUASH));
        PullRef pull = planned(files -> files, "a");

        assertThat(merges(apply(pull, new Target.InDirectory("a", "default"))))
                .singleElement()
                .satisfies(merge -> assertThat(merge.method()).contains(MergeMethod.SQUASH));
        assertThat(merges(apply(pull, ALL, Optional.of(new MergeWish.By(MergeMethod.MERGE)))))
                .singleElement()
                .satisfies(merge -> assertThat(merge.method()).contains(MergeMethod.MERGE));
    }

    @Test
    void aMethodThatTheHostDoesNotTakeIsRefusedBeforeAnythingIsApplied() {
        on(Optional.empty());
        PullRef pull = planned(files -> files, "a");

        assertThat(apply(pull, ALL, Optional.of(new MergeWish.By(MergeMethod.REBASE))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Evidence.Denied.class,
                        denied -> assertThat(denied.problem().sentence())
                                .contains("'rebase'", "fake.example.com", "expected merge or squash"));
        assertThat(bench.applied()).isEmpty();
    }

    @Test
    void theOperatorsMethodIsLeftToAHostThatDoesNotTakeIt() {
        on(Optional.of(MergeMethod.REBASE));
        PullRef pull = planned(files -> files, "a");

        assertThat(merges(apply(pull, ALL)))
                .singleElement()
                .satisfies(merge -> assertThat(merge.method()).isEmpty());
    }

    @Test
    void whoNamesAMethodWhereNothingIsMergedIsTold() {
        PullRef pull = planned(files -> files, "a");

        List<Evidence> evidence = apply(pull, ALL, Optional.of(new MergeWish.By(MergeMethod.SQUASH)));

        assertThat(bench.applied()).containsExactly("a");
        assertThat(evidence)
                .last()
                .isInstanceOfSatisfying(
                        Evidence.Answer.class,
                        answer -> assertThat(answer.text()).contains("Not merged", "`automerge: true`"));
    }

    @Test
    void theBranchGoesWhereEveryProjectOfItSaysSo() {
        on(Optional.empty());
        bench.terms(new Terms(
                        Optional.empty(),
                        Terms.USUAL.workflows(),
                        Terms.USUAL.workflow(),
                        Set.of("delete_source_branch_on_merge"),
                        false,
                        Set.of(),
                        Terms.USUAL.search(),
                        Terms.SearchFixed.NOTHING,
                        List.of())
                .under(Conditions.NONE.deletingBranch(true)));
        PullRef all = planned(files -> files, "a", "b");
        PullRef some = planned(
                files -> files.with(
                        "atlantis.yaml",
                        "version: 3\nprojects:\n- dir: c\n- dir: b\n  delete_source_branch_on_merge: false\n"),
                "c");

        assertThat(merges(apply(all, ALL)))
                .singleElement()
                .satisfies(merge -> assertThat(merge.deletesBranch()).isTrue());
        assertThat(merges(apply(some, ALL)))
                .singleElement()
                .satisfies(merge -> assertThat(merge.deletesBranch()).isTrue());
    }

    @Test
    void theBranchStaysWhereOneProjectSaysSo() {
        on(Optional.empty());
        bench.terms(new Terms(
                Optional.empty(),
                Terms.USUAL.workflows(),
                Terms.USUAL.workflow(),
                Set.of("delete_source_branch_on_merge"),
                false,
                Set.of(),
                Terms.USUAL.search(),
                Terms.SearchFixed.NOTHING,
                List.of()));
        PullRef pull = planned(
                files -> files.with(
                        "atlantis.yaml",
                        "version: 3\ndelete_source_branch_on_merge: true\nprojects:\n- dir: a\n- dir: b\n"
                                + "  delete_source_branch_on_merge: false\n"),
                "a",
                "b");

        assertThat(merges(apply(pull, ALL)))
                .singleElement()
                .satisfies(merge -> assertThat(merge.deletesBranch()).isFalse());
    }

    @Test
    void whatDiedBetweenTheApplyAndItsEndIsStillMerged() {
        on(Optional.empty());
        PullRef pull = planned(files -> files, "a");
        Work.Apply work = new Work.Apply(bench.order(pull, "wanda", "apply"), ALL, false);
        HeldLease lease = bench.store.lease(work);
        bench.applier().apply(work, lease);

        List<Evidence> again = bench.applier().apply(work, lease);

        assertThat(merges(again)).hasSize(1);
        assertThat(again.getFirst()).isInstanceOf(Evidence.Shown.class);
        assertThat(bench.applied()).containsExactly("a");
    }

    private void on(Optional<MergeMethod> method) {
        bench.policy(new Policy(false, false, ApplyOn.BOTH)
                .merging(new Merging(
                        true, method, Optional.empty(), repo -> Set.of(MergeMethod.MERGE, MergeMethod.SQUASH))));
    }

    private void under(Requirement... toApply) {
        bench.terms(Terms.USUAL.under(
                new Conditions(List.of(), List.of(toApply), List.of(), Conditions.Locking.ON_PLAN, false)));
    }

    private PullRef planned(Function<Snapshot, Snapshot> files, String... dirs) {
        PullRef pull = bench.open(Bench.INFRA, dirs);
        bench.push(pull, files.apply(bench.files(pull)));
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
        bench.publish(pull);
        bench.tick();
        return pull;
    }

    private List<Evidence> apply(PullRef pull, Target target) {
        return apply(pull, target, Optional.empty());
    }

    private List<Evidence> apply(PullRef pull, Target target, Optional<MergeWish> wish) {
        Work.Apply work = new Work.Apply(bench.order(pull, "wanda", "apply"), target, false, wish);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.applier().apply(work, lease);
        bench.end(lease);
        return evidence;
    }

    private static List<Work.Merge> merges(List<Evidence> evidence) {
        return evidence.stream()
                .filter(Evidence.Complete.class::isInstance)
                .map(complete -> ((Evidence.Complete) complete).next())
                .toList();
    }
}
