package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.config.repo.Terms;
import io.tidelock.config.workflow.Recipe;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Conditions.Locking;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Requirement;
import io.tidelock.core.project.Search;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.fake.host.FakeHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What projects require, and what becomes of them when it is not met. */
class AdmissionTest {
    private static final Target ALL = new Target.All();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @SuppressWarnings("NullAway.Init")
    private FakeHost host;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        host = bench.host(Bench.INFRA);
    }

    private static Conditions apply(Requirement... requirements) {
        return new Conditions(List.of(), List.of(requirements), List.of(), Locking.ON_PLAN, false);
    }

    private static Conditions plan(Requirement... requirements) {
        return new Conditions(List.of(requirements), List.of(), List.of(), Locking.ON_PLAN, false);
    }

    private void under(Conditions conditions) {
        bench.terms(Terms.USUAL.under(conditions));
    }

    // ---- before an apply

    @Test
    void whatIsNotApprovedIsNotAppliedUntilItIs() {
        under(apply(Requirement.APPROVED));
        PullRef pull = planned("a", "b");

        List<Evidence> refused = apply(pull);

        assertThat(bench.applied()).isEmpty();
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
        assertThat(answer(refused))
                .contains("Not applied", "`a`, `b`", "not `approved`: 1 more approvals are needed", "Have it approved")
                .contains("The plans stay");

        host.approve(pull, "rob");
        assertThat(apply(pull)).singleElement().isInstanceOf(Evidence.Shown.class);
        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Applied");
    }

    @Test
    void everyReasonIsToldAtOnce() {
        under(apply(Requirement.APPROVED, Requirement.MERGEABLE));
        host.require(0, List.of("ci/test"));
        PullRef pull = planned("a");

        assertThat(answer(apply(pull))).contains("not `approved`", "not `mergeable`", "`ci/test`");
    }

    @Test
    void ourOwnRequiredCheckKeepsNobodyWaiting() {
        under(apply(Requirement.MERGEABLE));
        host.require(0, List.of("tidelock/apply", "tidelock/plan"));
        PullRef pull = planned("a");

        apply(pull);

        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void whatRequiresLessIsAppliedAllTheSame() {
        bench.terms(new Terms(
                Optional.empty(),
                Map.of("default", Recipe.STANDARD),
                "default",
                Set.of("apply_requirements"),
                false,
                Set.of(),
                Search.USUAL,
                Terms.SearchFixed.NOTHING,
                List.of()));
        PullRef pull = bench.open(Bench.INFRA, "a", "b");
        bench.push(
                pull,
                bench.files(pull)
                        .with(
                                "atlantis.yaml",
                                "version: 3\nprojects: [{dir: a, apply_requirements: [approved]}, {dir: b}]\n"));
        publish(pull);

        List<Evidence> evidence = apply(pull);

        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Applied");
        assertThat(answer(evidence)).contains("- `a`").doesNotContain("`b`");
    }

    @Test
    void theHostIsAskedOnceAndOnlyAboutWhatIsRequired() {
        PullRef pull = planned("a");
        PullRef other = planned("b", "c");
        apply(pull);
        assertThat(standingCalls()).isEmpty();

        under(apply(Requirement.MERGEABLE));
        apply(other);
        assertThat(standingCalls()).singleElement().asString().endsWith("[MERGEABLE]");
    }

    @Test
    void aHostThatThinksAboutItIsAskedAgain() {
        under(apply(Requirement.MERGEABLE));
        PullRef pull = planned("a");
        host.undecided(true);

        assertThatThrownBy(() -> apply(pull)).isInstanceOf(Unavailable.class).hasMessageContaining("finding out");

        host.undecided(false);
        apply(pull);
        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void aHostThatDoesNotTellSaysNo() {
        under(apply(Requirement.APPROVED));
        PullRef pull = planned("a");
        host.approve(pull, "rob");
        host.misfortune().spareNext(); // the pull request
        host.misfortune().spareNext(); // the permission
        host.misfortune().failNext(new Refused(Refused.Kind.NOT_ALLOWED, Problem.of("no right to look", "", "")));

        assertThat(answer(apply(pull))).contains("its host does not tell: no right to look");
        assertThat(bench.applied()).isEmpty();
    }

    // ---- before anybody asks

    @Test
    void aPlanSaysWhatIsMissingBeforeAnybodyAsks() {
        under(apply(Requirement.APPROVED, Requirement.MERGEABLE));
        host.require(0, List.of("ci/test"));
        PullRef pull = bench.open(Bench.INFRA, "a", "b");

        plan(pull);

        assertThat(missing(pull, "a"))
                .containsExactlyElementsOf(missing(pull, "b"))
                .hasSize(2);
        assertThat(missing(pull, "a").getFirst()).contains("not `approved`", "Have it approved");
        assertThat(missing(pull, "a").getLast()).contains("not `mergeable`", "`ci/test`");
        assertThat(standingCalls()).as("one question for all of it").hasSize(1);
    }

    @Test
    void whoeverRequiresNothingIsNotAskedAbout() {
        PullRef pull = bench.open(Bench.INFRA, "a");

        plan(pull);

        assertThat(standingCalls()).isEmpty();
        assertThat(reassess(pull)).singleElement().isInstanceOf(Evidence.Nothing.class);
        assertThat(standingCalls()).isEmpty();
    }

    @Test
    void whatAPlanRequiresIsAskedTogetherWithWhatAnApplyDoes() {
        under(new Conditions(
                List.of(Requirement.MERGEABLE), List.of(Requirement.APPROVED), List.of(), Locking.ON_PLAN, false));
        PullRef pull = bench.open(Bench.INFRA, "a");

        plan(pull);

        assertThat(missing(pull, "a")).singleElement().asString().contains("not `approved`");
        assertThat(standingCalls()).hasSize(1);
    }

    @Test
    void whatIsMissingFollowsWhatPeopleSay() {
        under(apply(Requirement.APPROVED));
        PullRef pull = planned("a");

        assertThat(reassess(pull))
                .as("nobody has said anything")
                .singleElement()
                .isInstanceOf(Evidence.Nothing.class);
        host.approve(pull, "rob");
        assertThat(reassess(pull)).singleElement().isInstanceOf(Evidence.Shown.class);
        assertThat(missing(pull, "a")).isEmpty();
        host.disapprove(pull, "rob");
        reassess(pull);
        assertThat(missing(pull, "a")).hasSize(1);
    }

    @Test
    void aHostThatThinksAboutItKeepsNobodyFromReadingThePlan() {
        under(apply(Requirement.MERGEABLE));
        host.undecided(true);
        PullRef pull = bench.open(Bench.INFRA, "a");

        plan(pull);

        assertThat(bench.rows(pull)).containsExactly("a Planned");
        assertThat(missing(pull, "a")).singleElement().asString().contains("has not found out");
        assertThat(bench.onlooker().asksAgain(new Work.AutoPlan(pull, bench.head(pull), false)))
                .isTrue();
        assertThatThrownBy(() -> reassess(pull)).isInstanceOf(Unavailable.class);
        host.undecided(false);
        reassess(pull);
        assertThat(missing(pull, "a")).isEmpty();
        assertThat(bench.onlooker().asksAgain(new Work.AutoPlan(pull, bench.head(pull), false)))
                .isFalse();
    }

    @Test
    void onlyWhoWaitsForChecksIsTouchedByThem() {
        under(apply(Requirement.APPROVED));
        PullRef approval = planned("a");
        under(apply(Requirement.MERGEABLE));
        PullRef check = planned("b");

        assertThat(touched(approval)).isEmpty();
        assertThat(touched(check)).containsExactly(check);
    }

    @Test
    void mergingPromisesNothingThatWaitsForAnApproval() {
        bench.policy(new Policy(false, false, ApplyOn.MERGE));
        under(apply(Requirement.APPROVED, Requirement.MERGEABLE));
        PullRef pull = planned("a");

        assertThat(bench.board(pull).mergingWouldApply()).isFalse();
        assertThat(standingCalls())
                .as("who merges it shows that it is mergeable")
                .singleElement()
                .asString()
                .endsWith("[APPROVED]");
        host.approve(pull, "rob");
        reassess(pull);
        assertThat(bench.board(pull).mergingWouldApply()).isTrue();
        bench.tick();
        bench.merge(pull);
        land(pull);
        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void whoAppliesIsToldAndTheBoardKnows() {
        under(apply(Requirement.APPROVED));
        PullRef pull = planned("a");
        host.approve(pull, "rob");
        reassess(pull);
        host.disapprove(pull, "rob"); // and that was never told

        apply(pull);

        assertThat(missing(pull, "a")).singleElement().asString().contains("not `approved`");
    }

    // ---- whose rules

    @Test
    void whereRulesAreTheBasesNobodyFreesThemselvesOfThem() {
        bench.rulesFromBase();
        bench.terms(new Terms(
                        Optional.empty(),
                        Map.of("default", Recipe.STANDARD),
                        "default",
                        Set.of("repo_locks", "apply_requirements"),
                        false,
                        Set.of(),
                        Search.USUAL,
                        Terms.SearchFixed.NOTHING,
                        List.of())
                .under(apply(Requirement.APPROVED)));
        PullRef pull = bench.open(Bench.INFRA, "a");
        bench.push(
                pull,
                bench.files(pull)
                        .with("atlantis.yaml", "version: 3\nprojects: [{dir: a, apply_requirements: [undiverged]}]\n"));
        publish(pull);

        assertThat(bench.board(pull).demands().kept()).containsExactly("`apply_requirements` of `a`");
        assertThat(answer(apply(pull))).contains("not `approved`");
        assertThat(bench.applied()).isEmpty();
    }

    // ---- what commands of people's own may know

    @Test
    void commandsOfAPlanKnowHowThePullRequestStands() {
        commands(true, false);
        PullRef pull = planned("a");
        assertThat(bench.runner.planned().getLast().project().facts())
                .containsEntry("ATLANTIS_PR_APPROVED", "false")
                .containsEntry("ATLANTIS_PR_MERGEABLE", "true");
        assertThat(standingCalls()).hasSize(1);

        host.approve(pull, "rob");
        comment(pull);
        assertThat(bench.runner.planned().getLast().project().facts()).containsEntry("ATLANTIS_PR_APPROVED", "true");
    }

    @Test
    void commandsOfAPlanKnowItAlsoWhereNothingIsAppliedHere() {
        bench.policy(new Policy(false, false, ApplyOn.NEVER));
        commands(true, false);
        planned("a");

        assertThat(bench.runner.planned().getLast().project().facts())
                .containsEntry("ATLANTIS_PR_APPROVED", "false")
                .containsEntry("ATLANTIS_PR_MERGEABLE", "true");
    }

    @Test
    void commandsOfAnApplyKnowHowThePullRequestStandsThen() {
        commands(false, true);
        PullRef pull = planned("a");
        assertThat(standingCalls()).as("no command of the plan asks").isEmpty();
        host.approve(pull, "rob");

        apply(pull);

        assertThat(bench.runner.applied().getLast().project().facts())
                .containsEntry("ATLANTIS_PR_APPROVED", "true")
                .containsEntry("ATLANTIS_PR_MERGEABLE", "true");
        assertThat(standingCalls()).hasSize(1);
    }

    @Test
    void aMergeTellsThemHowItStoodThen() {
        bench.policy(new Policy(false, false, ApplyOn.BOTH));
        commands(false, true);
        PullRef pull = planned("a");
        bench.merge(pull);
        bench.tick();
        host.approve(pull, "rob");

        land(pull);

        assertThat(bench.runner.applied().getLast().project().facts())
                .containsEntry("ATLANTIS_PR_APPROVED", "false")
                .containsEntry("ATLANTIS_PR_MERGEABLE", "true");
    }

    @Test
    void aHostThatDoesNotAnswerIsNoApprovalAndKeepsNobodyFromPlanning() {
        commands(true, false);
        PullRef pull = bench.open(Bench.INFRA, "a");
        host.misfortune().spareNext(); // its head
        host.misfortune().spareNext(); // the pull request
        host.misfortune().failNext(Unavailable.notDone("down", null));

        plan(pull);

        assertThat(bench.runner.planned().getLast().project().facts())
                .containsEntry("ATLANTIS_PR_APPROVED", "false")
                .containsEntry("ATLANTIS_PR_MERGEABLE", "false");
    }

    @Test
    void soDoArgumentsThatNameIt() {
        Step plan = new Step.Plan(List.of("-var=ok=$ATLANTIS_PR_APPROVED"));
        follow(new Workflow(List.of(new Step.Init(List.of()), plan), Workflow.STANDARD.apply()));
        planned("a");

        assertThat(bench.runner.planned().getLast().project().facts()).containsEntry("ATLANTIS_PR_APPROVED", "false");
    }

    @Test
    void withoutCommandsNobodyWantsToKnow() {
        PullRef pull = planned("a");
        apply(pull);

        assertThat(standingCalls()).isEmpty();
        assertThat(bench.runner.planned().getLast().project().facts()).doesNotContainKey("ATLANTIS_PR_APPROVED");
    }

    /** The operator's own workflow has a command in its plan, or in its apply. */
    private void commands(boolean plan, boolean apply) {
        Step run = new Step.Run(Step.Script.of("true"), Step.Shown.ALL);
        follow(new Workflow(
                plan ? List.of(new Step.Init(List.of()), run, new Step.Plan(List.of())) : Workflow.STANDARD.plan(),
                apply ? List.of(run, new Step.Apply(List.of())) : Workflow.STANDARD.apply()));
    }

    private void follow(Workflow workflow) {
        bench.terms(new Terms(
                Optional.empty(),
                Map.of("default", new Recipe(workflow, Optional.empty())),
                "default",
                Set.of(),
                false,
                Set.of(),
                Search.USUAL,
                Terms.SearchFixed.NOTHING,
                List.of()));
    }

    // ---- before a plan

    @Test
    void whatIsNotMetIsNotPlanned() {
        under(plan(Requirement.APPROVED, Requirement.MERGEABLE));
        host.require(0, List.of("ci/test", "tidelock/plan"));
        PullRef pull = bench.open(Bench.INFRA, "a");

        plan(pull);

        assertThat(bench.planned()).isEmpty();
        assertThat(bench.locks()).isEmpty();
        assertThat(((Outcome.PlanFailed) bench.outcome(pull, "a")).problem().sentence())
                .contains("not `approved`", "not `mergeable`", "`ci/test`", "then comment `plan`");

        host.approve(pull, "rob");
        host.judge(pull, "ci/test", true);
        comment(pull);
        assertThat(bench.rows(pull)).containsExactly("a Planned");
    }

    @Test
    void aBaseThatMovedElsewhereDivergesNobody() {
        under(plan(Requirement.UNDIVERGED));
        PullRef pull = bench.open(Bench.INFRA, "a");
        bench.pushMain(Bench.INFRA, "b/main.tf", "README.md");

        plan(pull);

        assertThat(bench.rows(pull)).containsExactly("a Planned");
    }

    @Test
    void aBaseThatChangedTheProjectDivergesItUntilTheHeadHasThat() {
        under(plan(Requirement.UNDIVERGED));
        PullRef pull = bench.open(Bench.INFRA, "a");
        bench.pushMain(Bench.INFRA, "a/other.tf");

        plan(pull);

        assertThat(((Outcome.PlanFailed) bench.outcome(pull, "a")).problem().met())
                .isEqualTo("not `undiverged`: main has changed a/other.tf");

        bench.push(pull, "a");
        plan(pull);
        assertThat(bench.rows(pull)).containsExactly("a Planned");
    }

    @Test
    void anImportMayRequireMoreThanAPlan() {
        under(new Conditions(List.of(), List.of(), List.of(Requirement.APPROVED), Locking.ON_PLAN, false));
        PullRef pull = planned("a");

        assertThat(answer(edit(pull, new StateEdit.Import("x.y", "1"))))
                .contains("Not done in `a`", "not `approved`", "then comment `import`");
        assertThat(answer(edit(pull, new StateEdit.Removal(List.of("x.y"))))).doesNotContain("not `approved`");

        host.approve(pull, "rob");
        assertThat(answer(edit(pull, new StateEdit.Import("x.y", "1")))).doesNotContain("not `approved`");
    }

    // ---- at the merge

    @Test
    void whatWasNotApprovedWhenItWasMergedWaitsForAPerson() {
        bench.policy(new Policy(false, false, ApplyOn.BOTH));
        under(apply(Requirement.APPROVED, Requirement.MERGEABLE, Requirement.UNDIVERGED));
        PullRef pull = planned("a");
        bench.merge(pull);
        bench.tick();
        host.approve(pull, "rob");

        List<Evidence> evidence = land(pull);

        assertThat(bench.applied()).isEmpty();
        assertThat(evidence)
                .filteredOn(Evidence.Told.class::isInstance)
                .singleElement()
                .satisfies(told -> assertThat(((Evidence.Told) told).text()).contains("`a`: not `approved`"));
        apply(pull);
        assertThat(bench.applied()).as("a comment asks for what is there now").containsExactly("a");
    }

    @Test
    void whatWasApprovedWhenItWasMergedIsApplied() {
        bench.policy(new Policy(false, false, ApplyOn.BOTH));
        under(apply(Requirement.APPROVED, Requirement.MERGEABLE, Requirement.UNDIVERGED));
        PullRef pull = planned("a");
        host.approve(pull, "rob");
        bench.tick();
        bench.merge(pull);

        land(pull);

        assertThat(bench.applied()).containsExactly("a");
    }

    // ---- locks

    @Test
    void aLockThatIsTakenOnApplyKeepsNobodyFromPlanning() {
        under(Conditions.NONE.locking(Locking.ON_APPLY));
        PullRef first = planned("a");
        PullRef second = planned("a");
        assertThat(bench.rows(second)).containsExactly("a Planned");
        assertThat(bench.locks()).isEmpty();

        apply(first);
        assertThat(bench.locks()).containsExactly("acme/infra#1 a");
        assertThat(answer(apply(second))).contains("#1 has its lock");
        assertThat(bench.rows(second)).containsExactly("a Planned");
    }

    @Test
    void whoMayNotApplyTakesNoLockThatIsTakenOnApply() {
        under(apply(Requirement.APPROVED).locking(Locking.ON_APPLY));
        PullRef pull = planned("a");
        apply(pull);
        assertThat(bench.locks()).as("it is not approved").isEmpty();

        host.approve(pull, "rob");
        bench.pushMain(Bench.INFRA, "a/other.tf");
        apply(pull);
        assertThat(bench.applied()).as("its plan fits no longer").isEmpty();
        assertThat(bench.locks()).isEmpty();
    }

    @Test
    void withoutLocksNobodyWaitsForAnybody() {
        under(Conditions.NONE.locking(Locking.DISABLED));
        PullRef first = planned("a");
        PullRef second = planned("a");

        apply(first);
        apply(second);

        assertThat(bench.locks()).isEmpty();
        assertThat(bench.applied()).containsExactly("a", "a");
    }

    @Test
    void anOperatorCanDoWithoutAnyLocks() {
        bench.withoutLocks();
        PullRef first = planned("a");
        PullRef second = planned("a");

        apply(first);
        apply(second);

        assertThat(bench.locks()).isEmpty();
        assertThat(bench.applied()).containsExactly("a", "a");
    }

    // ---- within

    private List<String> standingCalls() {
        return host.misfortune().calls().stream()
                .filter(call -> call.startsWith("standing"))
                .toList();
    }

    private List<String> missing(PullRef pull, String dir) {
        return bench.board(pull).demands().lacks(ProjectKey.at(dir)).stream()
                .map(lack -> lack.problem().sentence())
                .toList();
    }

    private List<Evidence> reassess(PullRef pull) {
        Work.Reassess work = new Work.Reassess(pull);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.onlooker().reassess(work, lease);
        bench.end(lease);
        return evidence;
    }

    private List<PullRef> touched(PullRef pull) {
        return bench.onlooker().touched(new Work.Checked(Bench.INFRA, bench.head(pull)));
    }

    private static String answer(List<Evidence> evidence) {
        return evidence.stream()
                .filter(Evidence.Answer.class::isInstance)
                .map(answer -> ((Evidence.Answer) answer).text())
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

    private void plan(PullRef pull) {
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
    }

    private void comment(PullRef pull) {
        Work.Plan work = new Work.Plan(bench.order(pull, "wanda", "plan"), ALL, List.of(), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
    }

    private List<Evidence> edit(PullRef pull, StateEdit edit) {
        Work.EditState work = new Work.EditState(bench.order(pull, "wanda", edit.word()), ALL, edit, List.of());
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.registrar().edit(work, lease);
        bench.end(lease);
        return evidence;
    }

    private List<Evidence> apply(PullRef pull) {
        Work.Apply work = new Work.Apply(bench.order(pull, "wanda", "apply"), ALL, false);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.applier().apply(work, lease);
        bench.end(lease);
        return evidence;
    }

    private List<Evidence> land(PullRef pull) {
        Work.Land work = new Work.Land(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.lander().land(work, false, lease).orElseThrow();
        bench.end(lease);
        return evidence;
    }
}
