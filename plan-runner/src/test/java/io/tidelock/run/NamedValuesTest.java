package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import io.tidelock.testkit.contract.RunnerLease;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code $NAME} stands for in the arguments of a workflow. */
final class NamedValuesTest extends RealTerraform {
    private static final Step INIT = new Step.Init(List.of());
    private static final Step PLAN = new Step.Plan(List.of());
    private static final Step APPLY = new Step.Apply(List.of());
    private static final Step KEYED = new Step.Init(List.of("-backend-config=path=$CLUSTER.tfstate"));
    private static final Step CLUSTER =
            new Step.Env("CLUSTER", Optional.empty(), Optional.of(Step.Script.of("echo prod")));

    @BeforeEach
    void code() {
        bench.write("p/main.tf", """
                variable "v" { default = "" }
                resource "terraform_data" "it" { input = "<${var.v}>" }
                """);
    }

    @Test
    void oneThatHasNoneIsNeverTakenForNothing() {
        backend();
        PlanTask task = task(List.of(KEYED, PLAN), List.of(APPLY));

        assertThat(bench.runner().plan(task, new RunnerLease()))
                .isInstanceOfSatisfying(
                        PlanRun.Failed.class,
                        failed -> assertThat(failed.problem().sentence())
                                .isEqualTo("`$CLUSTER` in the extra_args `-backend-config=path=$CLUSTER.tfstate` has no"
                                        + " value; expected a variable of the step, one that an env step before it has"
                                        + " set, or one of the server's that runs may see. Start the server with CLUSTER"
                                        + " in its environment and --run-env=CLUSTER; for the text itself write"
                                        + " \\$CLUSTER"));
        assertThat(bench.logs()
                        .read(task.run(), 0, 1 << 20)
                        .map(NamedValuesTest::text)
                        .orElse(""))
                .doesNotContain("init");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "show"})
    void everyStepOfAPlanIsStopped(String word) {
        List<String> arguments = List.of("$NOBODY-no-color");
        List<Step> steps = word.equals("plan")
                ? List.of(INIT, new Step.Plan(arguments))
                : List.of(INIT, PLAN, new Step.Show(arguments));

        assertThat(plan(task(steps, List.of(APPLY))))
                .isInstanceOfSatisfying(
                        PlanRun.Failed.class,
                        failed -> assertThat(failed.problem().next()).contains("--run-env=NOBODY;"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void soIsAnApply(boolean commands) {
        Step apply = new Step.Apply(List.of("-parallelism=$NOBODY"));
        Step command = new Step.Run(Step.Script.of("true"), Step.Shown.ALL);
        List<Step> steps = commands ? List.of(command, apply) : List.of(apply);
        PlanTask task = task(List.of(INIT, PLAN), steps);

        assertThat(apply(task, planned(task), false))
                .isInstanceOfSatisfying(
                        ApplyRun.Failed.class,
                        failed -> assertThat(failed.problem().met()).startsWith("`$NOBODY` in the extra_args"));
        assertThat(bench.applies()).isZero();
    }

    @Test
    void whatIsSaidOfThePullRequestAndOfTheStepHasOne() {
        String named =
                "$HEAD_BRANCH_NAME|${PULL_NUM}|$PROJECT_NAME|$REPO_REL_DIR|$WORKSPACE|$COMMENT_ARGS|$HEAD_REPO_NAME";

        assertThat(value(named)).isEqualTo("<x; touch hacked|7|web|p|default||>");
        assertThat(value("$ATLANTIS_TERRAFORM_DISTRIBUTION$ATLANTIS_TERRAFORM_VERSION"))
                .matches("<terraform\\d+\\.\\d+\\.\\d+.*>");
        assertThat(value("$DIR")).isEqualTo("<" + bench.root.resolve("p") + ">");
        assertThat(bench.root.resolve("p/hacked")).doesNotExist();
    }

    @Test
    void aDollarThatIsEscapedOrNamesNothingIsADollar() {
        assertThat(value("\\$WHO \\${WHO} $1 $ a$")).isEqualTo("<$WHO ${WHO} $1 $ a$>");
    }

    @Test
    void aDefaultStandsInForWhatHasNone() {
        assertThat(value("${NOBODY:-dev}${WORKSPACE:-dev}${HEAD_REPO_NAME:-none}${HEAD_REPO_NAME-none}"))
                .isEqualTo("<devdefaultnone>");
    }

    @Test
    void anArgumentOfWhichNothingIsLeftIsNone() {
        assertThat(plan(task(List.of(INIT, new Step.Plan(List.of("$HEAD_REPO_NAME"))), List.of(APPLY))))
                .isInstanceOf(PlanRun.Done.class);
    }

    @Test
    void otherPeoplesWordsAreNoOptions() {
        assertThat(plan(task(List.of(INIT, new Step.Plan(List.of("${PULL_AUTHOR}"))), List.of(APPLY))))
                .isInstanceOfSatisfying(
                        PlanRun.Failed.class,
                        failed -> assertThat(failed.problem().met())
                                .isEqualTo("`$PULL_AUTHOR` in the extra_args `${PULL_AUTHOR}` would be an option"));
    }

    /** The environment of the plan's steps decides where the state is: an apply must not look elsewhere. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anApplyInitialisesWithTheVariablesOfThePlan(boolean fresh) {
        backend();
        PlanTask task = task(List.of(CLUSTER, KEYED, PLAN), List.of(APPLY));
        byte[] file = planned(task);

        ApplyTask apply = applyTask(task, file, fresh);
        ApplyRun run = bench.runner().apply(apply, new RunnerLease());

        assertThat(run).as("%s", run).isInstanceOf(ApplyRun.Done.class);
        assertThat(bench.root.resolve("p/prod.tfstate")).exists();
        String log = text(bench.logs().read(apply.run(), 0, 1 << 20).orElseThrow());
        if (fresh) {
            assertThat(log).contains("-backend-config=path=prod.tfstate");
        } else {
            assertThat(log).as("it is initialised").doesNotContain("backend-config");
        }
    }

    private void backend() {
        bench.write("p/backend.tf", "terraform {\n  backend \"local\" {}\n}\n");
    }

    /** What the plan says of the one argument. */
    private String value(String argument) {
        PlanRun run = plan(task(List.of(INIT, new Step.Plan(List.of("-var=v=" + argument))), List.of(APPLY)));
        assertThat(run).as("%s", run).isInstanceOf(PlanRun.Done.class);
        return run.text()
                .lines()
                .filter(line -> line.contains("+ input"))
                .map(line -> line.replaceFirst(".*= \"(.*)\"$", "$1"))
                .findFirst()
                .orElse("")
                .replace("$$", "$");
    }

    private byte[] planned(PlanTask task) {
        PlanRun run = bench.runner().plan(task, new RunnerLease());
        assertThat(run).as("%s", run).isInstanceOf(PlanRun.Done.class);
        return ((PlanRun.Done) run).planFile();
    }

    private ApplyRun apply(PlanTask task, byte[] file, boolean fresh) {
        return bench.runner().apply(applyTask(task, file, fresh), new RunnerLease());
    }

    private ApplyTask applyTask(PlanTask task, byte[] file, boolean fresh) {
        WorkingTree tree = new WorkingTree(bench.root, bench.tree().commit(), fresh);
        return new ApplyTask(run(), task.project(), tree, file, Optional.empty());
    }

    private PlanTask task(List<Step> plan, List<Step> apply) {
        Project project = new Project(
                new ProjectKey("p", "default", "web"),
                new Workflow(plan, apply),
                Optional.empty(),
                Place.FIRST,
                Map.of(
                        "HEAD_BRANCH_NAME", "x; touch hacked",
                        "PULL_NUM", "7",
                        "PULL_AUTHOR", "-destroy",
                        "HEAD_REPO_NAME", ""),
                Optional.empty());
        return new PlanTask(run(), project, bench.tree(), List.of(), Optional.empty());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
