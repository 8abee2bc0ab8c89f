package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.config.repo.Terms;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.HookRun;
import io.tidelock.core.port.run.HookTask;
import io.tidelock.core.port.run.Hooks;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Hook;
import io.tidelock.core.project.Requirement;
import io.tidelock.core.project.Step;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.fake.FakeRunner;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator wants to be run around commands is run once for each, and everybody sees what it made. */
final class HookCourseTest {
    private static final String GENERATE =
            "echo \"{version: 3, projects: [{dir: b, autoplan: {when_modified: ['../a/*']}}]}\" > atlantis.yaml";

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
    void theSelectionSeesWhatAHookHasMade() {
        hooks(false, pre(GENERATE));

        assertThat(bench.rows(planned())).containsExactly("b Planned");
    }

    @Test
    void whatIsPlannedForAMergeQueueSeesItAsWell() {
        hooks(false, pre(GENERATE));
        PullRef pull = bench.open(Bench.INFRA, "a");
        CommitSha head = bench.head(pull);
        HeldLease lease = bench.store.lease(new Work.Queued(pull, head, Optional.empty(), true));

        bench.planner().plan(new Work.AutoPlan(pull, head, true), lease);

        assertThat(bench.rows(pull)).containsExactly("b Planned");
    }

    @Test
    void filesThatAHookMakesCountAsChangedOnlyWhenTheOperatorWantsThat() {
        hooks(false, pre("echo \"x\" > gen/main.tf"));
        assertThat(bench.rows(planned())).containsExactly("a Planned");

        hooks(false, true, pre("echo \"x\" > gen/main.tf"));
        assertThat(bench.rows(planned())).containsExactly("a Locked", "gen Planned");
    }

    @Test
    void aHookKnowsTheCommandAndItsPullRequest() {
        hooks(false, pre("echo \"x\""));
        PullRef pull = planned();
        plan(pull, List.of("-var=a b"));

        assertThat(bench.hooks.tasks())
                .extracting(task -> variable(task, "COMMAND_NAME"))
                .containsExactly("autoplan", "plan");
        HookTask asked = bench.hooks.tasks().getLast();
        assertThat(variable(asked, "USER_NAME")).isEqualTo("wanda");
        assertThat(variable(asked, "COMMENT_ARGS")).isEqualTo("\\-\\v\\a\\r\\=\\a\\ \\b");
        assertThat(variable(asked, "PULL_NUM")).isEqualTo(String.valueOf(pull.number()));
        assertThat(variable(asked, "PROJECT_NAME")).isEmpty();
    }

    @Test
    void eachIsToldOnTheCommit() {
        hooks(false, pre("echo \"3 modules\" > \"$OUTPUT_STATUS_FILE\""), pre("exit 2"), pre("echo \"never\""));
        planned();

        assertThat(bench.progress)
                .startsWith(
                        "pre_workflow_hook: hook 0 RUNNING",
                        "pre_workflow_hook: hook 0 DONE 3 modules",
                        "pre_workflow_hook: hook 1 RUNNING",
                        "pre_workflow_hook: hook 1 FAILED it ended with exit code 2")
                .noneMatch(line -> line.contains("hook 2"));
    }

    @Test
    void ofOneThatIsCutOffNobodySaysAnyMoreThatItRuns() {
        for (RuntimeException cut :
                List.of(new Stopped(Stopped.Reason.SUPERSEDED), Unavailable.notDone("the disk is away", null))) {
            bench = new Bench(folder);
            hooks(false, pre("echo \"x\""));
            bench.doors(cutting(cut));

            assertThatThrownBy(this::planned).isSameAs(cut);
            assertThat(bench.progress)
                    .containsExactly("pre_workflow_hook: hook 0 RUNNING", "pre_workflow_hook: hook 0 FAILED stopped");
        }
    }

    /** Every hook ends like this. */
    private static Bench.Doors cutting(RuntimeException cut) {
        return new Bench.Doors() {
            @Override
            public <T> T through(Class<T> port, T real) {
                return real instanceof Hooks hooks && port == Hooks.class ? port.cast(cutting(hooks, cut)) : real;
            }
        };
    }

    private static Hooks cutting(Hooks real, RuntimeException cut) {
        return new Hooks() {
            @Override
            public HookRun run(HookTask task, Lease lease) {
                throw cut;
            }

            @Override
            public SourceTree asLeft(WorkingTree tree, SourceTree committed) {
                return real.asLeft(tree, committed);
            }
        };
    }

    @Test
    void aFailureStopsTheCommandOnlyWhenTheOperatorWantsThat() {
        hooks(false, pre("exit 2"));
        assertThat(bench.rows(planned())).containsExactly("a Planned");

        hooks(true, pre("exit 2"));
        PullRef pull = planned();
        assertThat(bench.rows(pull)).isEmpty();
        assertThat(bench.board(pull).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.met())
                        .isEqualTo("the hook 'hook 0', which is run before the command, failed:"
                                + " it ended with exit code 2"));
    }

    @Test
    void aJobThatIsTriedAgainDoesNotRunThemAgain() {
        hooks(false, pre(GENERATE), pre("echo \"other\""), pre("echo \"other\""));
        PullRef pull = bench.open(Bench.INFRA, "a");
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);

        bench.planner().plan(work, lease);

        assertThat(bench.hooks.tasks()).hasSize(3);
        assertThat(bench.rows(pull)).containsExactly("b Planned");
    }

    @Test
    void aPlanDependsOnAllThatHooksMayHaveRead() {
        hooks(false, pre(GENERATE));
        PullRef pull = planned();

        assertThat(bench.store.plans().plan(bench.plan(pull, "b")).orElseThrow().inputs())
                .containsKeys("b", ".");
        bench.pushMain(Bench.INFRA, "README.md");
        refit(pull);
        assertThat(bench.rows(pull)).containsExactly("b Stale");
    }

    @Test
    void aLookWithoutACommandRunsNone() {
        hooks(false, pre(GENERATE));
        PullRef pull = planned();
        refit(pull);

        assertThat(bench.rows(pull)).containsExactly("b Planned");
        assertThat(bench.hooks.tasks()).hasSize(1);
    }

    @Test
    void applyingSeesWhatThePlansHooksHaveMadeAndRunsItsOwn() {
        hooks(false, hook(Hook.When.PRE, GENERATE, "plan"), hook(Hook.When.PRE, "echo \"x\"", "apply"));
        PullRef pull = planned("plan");

        apply(pull);

        assertThat(bench.applied()).containsExactly("b");
        assertThat(bench.hooks.tasks())
                .extracting(task -> variable(task, "COMMAND_NAME"))
                .containsExactly("plan", "apply");
    }

    @Test
    void onANewCheckoutAnApplyRunsThePlansHooksAsWell() {
        hooks(false, hook(Hook.When.PRE, GENERATE, "autoplan"), hook(Hook.When.PRE, "echo \"x\"", "apply"));
        PullRef pull = planned();
        bench.pushMain(Bench.INFRA, "README.md");

        apply(pull);

        assertThat(bench.rows(pull)).containsExactly("b Planned");
        assertThat(bench.hooks.tasks())
                .extracting(task -> variable(task, "COMMAND_NAME"))
                .containsExactly("autoplan", "autoplan", "apply");
    }

    @Test
    void mergingRunsThemBeforeItLooks() {
        hooks(false, pre(GENERATE));
        PullRef pull = planned();
        bench.pushMain(Bench.INFRA, "README.md");
        bench.merge(pull);
        Work.Land work = new Work.Land(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);
        bench.lander().land(work, false, lease);
        bench.end(lease);

        assertThat(bench.planned()).containsExactly("b", "b");
        assertThat(bench.applied()).containsExactly("b");
        assertThat(variable(bench.hooks.tasks().getLast(), "COMMAND_NAME")).isEqualTo("apply");
    }

    // ---- afterwards

    @Test
    void aMergeIsACommandOnlyWhereItAppliesSomething() {
        hooks(false, post("true"));
        PullRef planned = planned();
        PullRef unplanned = bench.open(Bench.INFRA);
        for (PullRef pull : List.of(planned, unplanned)) {
            bench.merge(pull);
            Work.Land work = new Work.Land(pull, bench.head(pull));
            HeldLease lease = bench.store.lease(work);
            List<Evidence> evidence = bench.lander().land(work, false, lease).orElseThrow();
            assertThat(bench.hookCourse().afterwards(work, evidence, lease).isPresent())
                    .isEqualTo(pull.equals(planned));
            bench.end(lease);
        }
    }

    @Test
    void whatComesAfterwardsIsAJobOfItsOwnAndKnowsHowItWent() {
        hooks(false, post("echo \"$COMMAND_NAME $COMMAND_HAS_ERRORS\" > \"$OUTPUT_STATUS_FILE\""));
        bench.runner.plans("a", FakeRunner.failing("no"));
        PullRef pull = bench.open(Bench.INFRA, "a");
        Work.PostHooks next = afterPlanOf(pull).orElseThrow();

        assertThat(bench.hooks.tasks()).isEmpty();
        assertThat(next).isEqualTo(new Work.PostHooks(pull, "autoplan", true, Optional.empty(), List.of(), ""));
        HeldLease lease = bench.store.lease(next);
        bench.hookCourse().after(next, lease);
        assertThat(bench.progress).endsWith("post_workflow_hook: hook 0 DONE autoplan true");
        assertThat(bench.hookCourse().afterwards(next, List.of(new Evidence.Nothing("")), lease))
                .isEmpty();
    }

    @Test
    void aFailureAfterwardsChangesNothingAndIsTold() {
        hooks(false, post("exit 3"), post("echo \"never\""));
        PullRef pull = bench.open(Bench.INFRA, "a");
        Work.PostHooks next = afterPlanOf(pull).orElseThrow();
        assertThat(next.failed()).isFalse();

        List<Evidence> evidence = bench.hookCourse().after(next, bench.store.lease(next));

        assertThat(evidence).singleElement().isInstanceOf(Evidence.Nothing.class);
        assertThat(bench.progress).endsWith("post_workflow_hook: hook 0 FAILED it ended with exit code 3");
        assertThat(bench.rows(pull)).containsExactly("a Planned");
    }

    @Test
    void afterAHookThatStoppedTheCommandNothingFollows() {
        hooks(true, pre("exit 2"), post("echo \"x\""));
        assertThat(afterPlanOf(bench.open(Bench.INFRA, "a"))).isEmpty();

        hooks(false, pre("exit 2"), post("echo \"x\""));
        assertThat(afterPlanOf(bench.open(Bench.INFRA, "b")))
                .hasValueSatisfying(next -> assertThat(next.failed()).isFalse());
    }

    @Test
    void whatWasRunBeforeACommandThatComesToNothingIsFollowedAllTheSame() {
        hooks(false, pre("echo \"x\""), post("echo \"x\""));
        PullRef pull = planned();
        Work.Plan work = new Work.Plan(
                bench.order(pull, "wanda", "plan -d nowhere"),
                new Target.InDirectory("nowhere", "default"),
                List.of(),
                false);
        HeldLease lease = bench.store.lease(work);

        List<Evidence> evidence = bench.planner().plan(work, lease);

        assertThat(evidence).singleElement().isInstanceOf(Evidence.Denied.class);
        assertThat(bench.hookCourse().afterwards(work, evidence, lease))
                .hasValueSatisfying(next -> assertThat(next.failed()).isTrue());
    }

    @Test
    void aPlanThatWaitsForALockHasNotBeenMade() {
        planned();
        hooks(false, post("echo \"x\""));

        assertThat(afterPlanOf(bench.open(Bench.INFRA, "a")))
                .hasValueSatisfying(next -> assertThat(next.failed()).isTrue());
    }

    @Test
    void anImportTellsHowItWent() {
        hooks(false, post("echo \"x\""));
        PullRef pull = planned();
        assertThat(imported(pull).failed()).isFalse();

        bench.runner.edits(
                "a", task -> new ApplyRun.Failed(Problem.of("no such bucket", "", ""), false, "", Optional.empty()));
        Work.PostHooks next = imported(pull);
        assertThat(next.failed()).isTrue();
        assertThat(next.command()).isEqualTo("import");
        assertThat(next.arguments()).containsExactly("aws_s3_bucket.it", "it");
    }

    @Test
    void anApplyThatIsNotAllowedHasErrors() {
        bench.terms(Terms.USUAL.under(new Conditions(
                List.of(), List.of(Requirement.APPROVED), List.of(), Conditions.Locking.ON_PLAN, false)));
        hooks(false, post("echo \"x\""));
        PullRef pull = planned();
        Work.Apply work = new Work.Apply(bench.order(pull, "wanda", "apply"), new Target.All(), false);
        HeldLease lease = bench.store.lease(work);

        List<Evidence> evidence = bench.applier().apply(work, lease);

        assertThat(bench.applied()).isEmpty();
        assertThat(bench.hookCourse().afterwards(work, evidence, lease))
                .hasValueSatisfying(next -> assertThat(next.failed()).isTrue());
    }

    @Test
    void anUnlockHasHooksBeforeAndAfterIt() {
        hooks(false, hook(Hook.When.PRE, "exit 2", "unlock"), pre("echo \"x\""), post("echo \"x\""));
        PullRef pull = planned();
        Work.Unlock work = new Work.Unlock(bench.order(pull, "wanda", "unlock"));
        HeldLease lease = bench.store.lease(work);

        List<Evidence> evidence = bench.locksmith().unlock(work, false, lease);

        assertThat(bench.hooks.tasks())
                .extracting(task -> variable(task, "COMMAND_NAME"))
                .containsExactly("autoplan", "unlock");
        assertThat(bench.locks()).isEmpty();
        assertThat(bench.hookCourse().afterwards(work, evidence, lease)).hasValueSatisfying(next -> {
            assertThat(next.command()).isEqualTo("unlock");
            assertThat(next.failed()).isFalse();
            assertThat(next.order()).isPresent();
        });
    }

    @Test
    void aHookThatMustSucceedKeepsALock() {
        hooks(true, hook(Hook.When.PRE, "exit 2", "unlock"), post("echo \"x\""));
        PullRef pull = planned();
        Work.Unlock work = new Work.Unlock(bench.order(pull, "wanda", "unlock"));
        HeldLease lease = bench.store.lease(work);

        List<Evidence> evidence = bench.locksmith().unlock(work, false, lease);

        assertThat(evidence)
                .singleElement()
                .isInstanceOfSatisfying(
                        Evidence.Denied.class,
                        denied -> assertThat(denied.problem().met()).contains("hook 0", "exit code 2"));
        assertThat(bench.locks()).containsExactly("acme/infra#1 a");
        assertThat(bench.hookCourse().afterwards(work, evidence, lease)).isEmpty();
    }

    private Work.PostHooks imported(PullRef pull) {
        Work.EditState work = new Work.EditState(
                bench.order(pull, "wanda", "import -d a aws_s3_bucket.it it"),
                new Target.InDirectory("a", "default"),
                new StateEdit.Import("aws_s3_bucket.it", "it"),
                List.of());
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.registrar().edit(work, lease);
        bench.end(lease);
        return bench.hookCourse().afterwards(work, evidence, lease).orElseThrow();
    }

    @Test
    void nothingFollowsWhereNothingIsToBeRunOrNothingWasDone() {
        hooks(false, pre("echo \"x\""));
        assertThat(afterPlanOf(bench.open(Bench.INFRA, "a"))).isEmpty();

        hooks(false, post("echo \"x\""));
        assertThat(afterPlanOf(bench.draft(Bench.INFRA, "a")))
                .as("a draft is not planned")
                .isEmpty();
    }

    // ----

    private Optional<Work.PostHooks> afterPlanOf(PullRef pull) {
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        Optional<Work.PostHooks> next =
                bench.hookCourse().afterwards(work, bench.planner().plan(work, lease), lease);
        bench.end(lease);
        return next;
    }

    private void hooks(boolean strict, Hook... hooks) {
        hooks(strict, false, hooks);
    }

    private void hooks(boolean strict, boolean made, Hook... hooks) {
        List<Hook> named = java.util.stream.IntStream.range(0, hooks.length)
                .mapToObj(i -> new Hook(hooks[i].when(), hooks[i].script(), "hook " + i, hooks[i].commands()))
                .toList();
        bench.hooks(new HookRules(
                pull -> named,
                (repo, command) -> Arrays.stream(hooks).anyMatch(hook -> hook.when() == Hook.When.POST),
                strict,
                made));
    }

    private static Hook pre(String command) {
        return new Hook(Hook.When.PRE, Step.Script.of(command), "", Optional.empty());
    }

    private static Hook post(String command) {
        return new Hook(Hook.When.POST, Step.Script.of(command), "", Optional.empty());
    }

    private static Hook hook(Hook.When when, String command, String commands) {
        return new Hook(when, Step.Script.of(command), "", Optional.of(commands));
    }

    private static String variable(HookTask task, String name) {
        return Objects.requireNonNull(task.variables().get(name), name);
    }

    private PullRef planned() {
        return planned("autoplan");
    }

    private PullRef planned(String command) {
        PullRef pull = bench.open(Bench.INFRA, "a");
        if (command.equals("plan")) {
            plan(pull, List.of());
            return pull;
        }
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
        bench.publish(pull);
        bench.tick();
        return pull;
    }

    private void plan(PullRef pull, List<String> arguments) {
        Work.Plan work = new Work.Plan(bench.order(pull, "wanda", "plan"), new Target.All(), arguments, false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
        bench.publish(pull);
        bench.tick();
    }

    private void apply(PullRef pull) {
        Work.Apply work = new Work.Apply(bench.order(pull, "wanda", "apply"), new Target.All(), false);
        HeldLease lease = bench.store.lease(work);
        bench.applier().apply(work, lease);
        bench.end(lease);
        bench.tick();
    }

    private void refit(PullRef pull) {
        Work.Refit work = new Work.Refit(pull);
        HeldLease lease = bench.store.lease(work);
        bench.onlooker().refit(work, lease);
        bench.end(lease);
    }
}
