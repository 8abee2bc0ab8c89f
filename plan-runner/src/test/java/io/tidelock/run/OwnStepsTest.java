package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.job.Stopped;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import io.tidelock.run.process.RunFolder;
import io.tidelock.testkit.contract.RunnerLease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnStepsTest extends RealTerraform {
    private static final Step INIT = new Step.Init(List.of());
    private static final Step PLAN = new Step.Plan(List.of());
    private static final Step APPLY = new Step.Apply(List.of());

    @Test
    void whatStepsPrintComesTogetherInTheirOrder() {
        PlanRun.Done done = done(run("echo before"), INIT, PLAN, run("echo after"));

        assertThat(done.changes()).isTrue();
        assertThat(done.summary().add()).isEqualTo(1);
        assertThat(done.text())
                .startsWith("before\n")
                .contains("Plan: 1 to add")
                .endsWith("\nafter");
        assertThat(done.inputs()).as("a command may read anything").containsExactly(".");
    }

    @Test
    void variablesTellWhereTheStepIs() {
        String asked = "for v in WORKSPACE REPO_REL_DIR PROJECT_NAME HEAD_BRANCH_NAME PULL_AUTHOR COMMENT_ARGS"
                + " ATLANTIS_TERRAFORM_DISTRIBUTION; do eval \"printf '%s\\n' \\\"$v=\\$$v\\\"\"; done;"
                + " [ \"$DIR\" = \"$PWD\" ] && echo here; [ -x \"${PATH##*:}/terraform\" ] && echo found;"
                + " case $ATLANTIS_TERRAFORM_VERSION in [0-9]*.*) echo versioned;; esac";

        assertThat(done(INIT, PLAN, run(asked)).text())
                .contains("WORKSPACE=default\nREPO_REL_DIR=p\nPROJECT_NAME=web\nHEAD_BRANCH_NAME=main; touch hacked\n"
                        + "PULL_AUTHOR=$(touch hacked)\nCOMMENT_ARGS=\\-\\r\\e\\f\\r\\e\\s\\h\\=\\t\\r\\u\\e\n"
                        + "ATLANTIS_TERRAFORM_DISTRIBUTION=terraform\nhere\nfound\n")
                .contains("versioned");
    }

    @Test
    void whatOthersWroteIsNeverShellText() {
        PlanRun.Done done = done(
                INIT,
                PLAN,
                run("echo \"$HEAD_BRANCH_NAME\" \"$PULL_AUTHOR\""),
                new Step.MultiEnv(Step.Script.of("printf 'BRANCH=\"%s\"' \"$HEAD_BRANCH_NAME\""), true));

        assertThat(done.text()).contains("main; touch hacked $(touch hacked)");
        assertThat(bench.root.resolve("p/hacked")).doesNotExist();
    }

    @Test
    void aVariableIsThereForLaterStepsAndForTerraform() {
        bench.write("p/main.tf", "variable \"v\" {}\nresource \"terraform_data\" \"it\" { input = var.v }\n");

        PlanRun.Done done = done(
                new Step.Env("FIRST", Optional.of("fi\"rst $HOME"), Optional.empty()),
                new Step.Env("TF_VAR_v", Optional.empty(), Optional.of(Step.Script.of("echo \"$FIRST\" again"))),
                INIT,
                PLAN,
                run("echo \"[$TF_VAR_v]\""));

        assertThat(done.text()).contains("+ input  = \"fi\\\"rst $HOME again\"").endsWith("[fi\"rst $HOME again]");
    }

    @Test
    void severalVariablesComeFromOneCommand() {
        PlanRun.Done done = done(
                new Step.MultiEnv(Step.Script.of("echo 'A=1,B=\"two, \\\"quoted\\\"\",C=x=y'"), true),
                INIT,
                PLAN,
                run("echo \"$A|$B|$C\""));

        assertThat(done.text())
                .startsWith("Dynamic environment variables added:\nA\nB\nC\n")
                .endsWith("1|two, \"quoted\"|x=y");
    }

    @Test
    void severalVariablesMayComeAsJson() {
        PlanRun.Done done = done(
                new Step.MultiEnv(Step.Script.of("echo '{\"A\": \"one, two\", \"B\": 3, \"C\": true}'"), true),
                INIT,
                PLAN,
                run("echo \"$A|$B|$C\""));

        assertThat(done.text())
                .startsWith("Dynamic environment variables added:\nA\nB\nC\n")
                .endsWith("one, two|3|true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo '{\"A\": {}}'",
                "echo '{\"A B\": 1}'",
                "echo '{\"A\": 1} more'",
                "echo '{\"A\"'",
                "echo '{\"TF_WORKSPACE\": \"x\"}'"
            })
    void jsonThatCannotBeReadStopsThePlan(String command) {
        assertThat(plan(new Step.MultiEnv(Step.Script.of(command), true), INIT, PLAN))
                .isInstanceOf(PlanRun.Failed.class);
    }

    /** Also of a file that nobody but the workspace names. */
    @Test
    void variablesStandInTheArgumentsOfAWorkflowAndNotInThoseOfAComment() {
        bench.write("p/main.tf", """
                variable "v" {}
                variable "w" {}
                resource "terraform_data" "it" { input = "${var.v} ${var.w}" }
                """);
        bench.write("p/default.tfvars", "v = \"of the workspace\"\n");
        PlanTask task = task(
                "p",
                "default",
                List.of("-var=w=$WHO"),
                Optional.empty(),
                new Workflow(
                        List.of(
                                new Step.Env("WHO", Optional.of("me; touch hacked"), Optional.empty()),
                                new Step.Env("NOTHING", Optional.of(""), Optional.empty()),
                                INIT,
                                new Step.Plan(List.of("-var-file=$WORKSPACE.tfvars", "-var=w=${WHO}$1")),
                                new Step.Show(List.of("$NOTHING-no-color"))),
                        List.of(APPLY)));
        assertThat(plan(task).text()).contains("of the workspace $WHO");

        PlanRun.Done done = done(
                new Step.Env("WHO", Optional.of("me; touch hacked"), Optional.empty()),
                INIT,
                new Step.Plan(List.of("-var-file=$WORKSPACE.tfvars", "-var=w=${WHO}$1")));
        assertThat(done.text()).contains("of the workspace me; touch hacked$1");
        assertThat(bench.root.resolve("p/hacked")).doesNotExist();
    }

    @Test
    void aCommentersWordsReachACommandAsOneVariable() {
        Workflow workflow = new Workflow(
                List.of(INIT, PLAN, run("eval \"printf '%s|' $COMMENT_ARGS\"; echo \"$COMMENT_ARGS\" > words")),
                List.of(APPLY));
        bench.write("p/main.tf", "variable \"v\" {}\nresource \"terraform_data\" \"it\" { input = var.v }\n");
        PlanTask task =
                task("p", "default", List.of("-var=v=$(touch hacked); `touch hacked`"), Optional.empty(), workflow);

        assertThat(plan(task).text()).endsWith("-var=v=$(touch hacked); `touch hacked`|");
        assertThat(bench.root.resolve("p/hacked"))
                .as("not even where a script takes it for shell text, as scripts for Atlantis do")
                .doesNotExist();
    }

    @Test
    void aCommandMayApplyWhatTerraformHasPlanned() {
        Workflow workflow = new Workflow(List.of(INIT, PLAN), List.of(run("terraform apply -no-color \"$PLANFILE\"")));
        byte[] file = ((PlanRun.Done) plan(task(workflow))).planFile();

        assertThat(apply(workflow, file))
                .isInstanceOfSatisfying(
                        ApplyRun.Done.class,
                        done -> assertThat(done.line()).startsWith("Apply complete! Resources: 1 added"));
    }

    @Test
    void terraformMayApplyWhatACommandHasPlanned() {
        Workflow workflow =
                new Workflow(List.of(INIT, run("terraform plan -no-color -out \"$PLANFILE\"")), List.of(APPLY));
        PlanRun.Done done = (PlanRun.Done) plan(task(workflow));
        assertThat(done.summary().add()).isEqualTo(1);

        assertThat(apply(workflow, done.planFile())).isInstanceOf(ApplyRun.Done.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo nothing", "echo 'A B=1'", "echo 'A=\"open'", "echo 'TF_WORKSPACE=other'", "exit 3"})
    void variablesThatCannotBeReadStopThePlan(String command) {
        PlanRun run = plan(new Step.MultiEnv(Step.Script.of(command), true), INIT, PLAN);

        assertThat(run).isInstanceOf(PlanRun.Failed.class);
    }

    @Test
    void aSecretVariableIsNotShownAgain() {
        PlanTask task = task(
                new Step.Env("API_TOKEN", Optional.empty(), Optional.of(Step.Script.of("echo s3cret-s3cret"))),
                run("echo \"got $API_TOKEN\""),
                INIT,
                PLAN);

        assertThat(((PlanRun.Done) plan(task)).text()).contains("got ****").doesNotContain("s3cret");
        assertThat(log(task)).contains("got ****").doesNotContain("s3cret");
    }

    @Test
    void aFailedCommandStopsThePlanAndShowsWhatItPrinted() {
        PlanRun run = plan(INIT, run("echo told"), run("echo broken >&2; exit 7"), run("touch later"), PLAN);

        assertThat(run).isInstanceOfSatisfying(PlanRun.Failed.class, failed -> {
            assertThat(failed.problem().met()).isEqualTo("`echo broken >&2; exit 7` in 'p' ended with exit code 7");
            assertThat(failed.text()).isEqualTo("told\nbroken");
        });
        assertThat(bench.root.resolve("p/later")).doesNotExist();
    }

    @Test
    void outputIsHiddenStrippedAndFiltered() {
        PlanTask task = task(
                INIT,
                new Step.Run(Step.Script.of("echo nobody sees this"), new Step.Shown(true, false, List.of())),
                new Step.Run(
                        Step.Script.of("echo 'a.b: Refreshing state... [id=1]'; echo rest"),
                        new Step.Shown(false, true, List.of())),
                new Step.Run(
                        Step.Script.of("echo password=hunter$((1+1)) user=joe"),
                        new Step.Shown(false, false, List.of("(password=)[^ ]+( )", "joe"))),
                PLAN);

        assertThat(((PlanRun.Done) plan(task)).text())
                .startsWith("rest\npassword=<redacted> user=<redacted>\n")
                .doesNotContain("nobody", "Refreshing", "hunter2");
        assertThat(log(task)).doesNotContain("hunter2").contains("<redacted>");
    }

    @Test
    void aHiddenCommandThatFailsIsShown() {
        Step hidden = new Step.Run(Step.Script.of("echo why; exit 1"), new Step.Shown(true, false, List.of()));

        assertThat(plan(hidden, INIT, PLAN).text()).isEqualTo("why");
    }

    @Test
    void anotherShellMayBeChosenFromThePathOnly() throws IOException {
        bench.write("p/evil", "#!/bin/sh\ntouch hacked\n");
        Step bash = new Step.Run(
                new Step.Script("[[ -n $BASH_VERSION ]] && echo bash", "bash", List.of("-e", "-c")), Step.Shown.ALL);
        Step evil = new Step.Run(new Step.Script("x", "./evil", List.of("-c")), Step.Shown.ALL);

        assertThat(done(INIT, PLAN, bash).text()).endsWith("bash");
        assertThat(plan(evil, INIT, PLAN))
                .isInstanceOfSatisfying(
                        PlanRun.Failed.class,
                        failed -> assertThat(failed.problem().met()).contains("the shell './evil'"));
    }

    @Test
    void laterStepsFindThePlanAndItsJson() throws IOException {
        PlanTask task = task(
                INIT,
                PLAN,
                new Step.Show(List.of()),
                run("grep -o terraform_data.it \"$SHOWFILE\" | head -1; test -s \"$PLANFILE\" && echo planned"));

        assertThat(((PlanRun.Done) plan(task)).text()).endsWith("terraform_data.it\nplanned");
        assertThat(leftovers(task)).as("plans hold secrets").isEmpty();
    }

    @Test
    void commandsMayPlanAndApplyByThemselves() {
        Workflow workflow = new Workflow(
                List.of(run("terraform init -no-color >/dev/null"), run("terraform plan -no-color -out=\"$PLANFILE\"")),
                List.of(run("terraform apply -no-color \"$PLANFILE\"")));
        PlanRun.Done done = (PlanRun.Done) plan(task(workflow));

        assertThat(done.changes()).isTrue();
        assertThat(done.summary().add()).isEqualTo(1);
        assertThat(done.planFile()).isNotEmpty();

        ApplyRun applied = apply(workflow, done.planFile());
        assertThat(applied).isInstanceOfSatisfying(ApplyRun.Done.class, ended -> {
            assertThat(ended.line()).startsWith("Apply complete! Resources: 1 added");
            assertThat(ended.localState()).isPresent();
        });
    }

    @Test
    void commandsThatPlanElsewhereAreTakenAtTheirWord() {
        Workflow workflow = new Workflow(
                List.of(
                        run(
                                "echo 'Plan: 1 to add, 2 to change, 3 to destroy.'; echo 'Plan: 4 to import, 1 to add, 0 to change, 0 to destroy.'")),
                List.of(run("echo applied it")));
        PlanRun.Done done = (PlanRun.Done) plan(task(workflow));

        assertThat(done.summary().line()).isEqualTo("Plan: 4 to import, 2 to add, 2 to change, 3 to destroy.");
        assertThat(done.planFile()).isEmpty();
        assertThat(apply(workflow, done.planFile()).text()).isEqualTo("applied it");
        assertThat(((PlanRun.Done) plan(task(new Workflow(
                                List.of(run("echo 'No changes. Your infrastructure matches the configuration.'")),
                                List.of(run("true"))))))
                        .changes())
                .isFalse();
    }

    @Test
    void withoutAPlanThereIsNothingForTheApplyStep() {
        assertThat(plan(task(new Workflow(List.of(run("true")), List.of(APPLY)))))
                .isInstanceOfSatisfying(
                        PlanRun.Failed.class,
                        failed -> assertThat(failed.problem().met()).contains("no command that wrote $PLANFILE"));
    }

    @Test
    void commandsStandBeforeAndAfterTheApply() {
        Workflow workflow = new Workflow(
                List.of(INIT, PLAN),
                List.of(
                        new Step.Env("WHO", Optional.of("me"), Optional.empty()),
                        run("echo before $WHO"),
                        APPLY,
                        run("test -s terraform.tfstate && echo after")));
        byte[] file = ((PlanRun.Done) plan(task(workflow))).planFile();

        ApplyRun applied = apply(workflow, file);

        assertThat(applied)
                .isInstanceOfSatisfying(
                        ApplyRun.Done.class, done -> assertThat(done.line()).startsWith("Apply complete!"));
        assertThat(applied.text()).startsWith("before me\n").endsWith("\nafter");
    }

    @Test
    void aFailureBeforeTheApplyAppliesNothing() {
        Workflow workflow = new Workflow(List.of(INIT, PLAN), List.of(run("exit 1"), APPLY));
        byte[] file = ((PlanRun.Done) plan(task(workflow))).planFile();

        assertThat(apply(workflow, file)).isInstanceOf(ApplyRun.Failed.class);
        assertThat(bench.root.resolve("p/terraform.tfstate")).doesNotExist();
    }

    @Test
    void aFailureAfterTheApplySaysThatItIsApplied() {
        Workflow workflow = new Workflow(List.of(INIT, PLAN), List.of(APPLY, run("exit 1")));
        byte[] file = ((PlanRun.Done) plan(task(workflow))).planFile();

        assertThat(apply(workflow, file)).isInstanceOfSatisfying(ApplyRun.Failed.class, failed -> {
            assertThat(failed.problem().met()).startsWith("terraform has applied the plan; a step after it failed");
            assertThat(failed.localState()).isPresent();
        });
    }

    @Test
    void commandsThatWereCutOffAreNotKnownAndNotBegunAgain() throws IOException {
        Workflow workflow = new Workflow(List.of(INIT, PLAN), List.of(run("touch begun"), APPLY));
        ApplyTask task = applyTask(workflow, new byte[] {1});
        RunFolder folder = new RunFolder(bench.data.resolve("runs"), task.run());
        folder.create();
        folder.keep("own-steps", "some boot".getBytes(StandardCharsets.UTF_8));

        assertThat(bench.afterCrash().adopt(task.run(), new RunnerLease())).isInstanceOf(ApplyRun.Unknown.class);
        assertThat(bench.runner().apply(task, new RunnerLease())).isInstanceOf(ApplyRun.Unknown.class);
        assertThat(bench.root.resolve("p/begun")).doesNotExist();
    }

    @Test
    @Timeout(60)
    void aCommandOfAnApplyGoesOnWhenTheServerStopsAndKeepsItsFiles() throws Exception {
        Workflow workflow = new Workflow(
                List.of(INIT, PLAN),
                List.of(run("touch begun; while [ ! -e go ]; do sleep 0.05; done; cat \"$PLANFILE\" > copy"), APPLY));
        bench.write("p/main.tf", LocalBench.SIMPLE);
        ApplyTask task = applyTask(workflow, "the plan".getBytes(StandardCharsets.UTF_8));
        RunnerLease lease = new RunnerLease();
        CompletableFuture<ApplyRun> apply = CompletableFuture.supplyAsync(
                () -> bench.runner().apply(task, lease),
                action -> Thread.ofPlatform().start(action));
        while (!Files.exists(bench.root.resolve("p/begun")) && !apply.isDone()) {
            Thread.sleep(10);
        }
        lease.stop(Stopped.Reason.SHUTDOWN);
        assertThat(apply.handle((run, stopped) -> stopped).get()).hasRootCauseInstanceOf(Stopped.class);
        bench.write("p/go", "");

        ApplyRun adopted = bench.afterCrash().adopt(task.run(), new RunnerLease());

        assertThat(adopted).isInstanceOf(ApplyRun.Unknown.class);
        assertThat(bench.root.resolve("p/copy")).hasContent("the plan");
        assertThat(bench.applies()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "apply"})
    void aStepThatDoesNotBelongThereIsNotPassedOver(String where) {
        Step misplaced = new Step.StateRm(List.of());
        Workflow inPlan = new Workflow(List.of(INIT, misplaced, PLAN), List.of(APPLY));
        Workflow inApply = new Workflow(List.of(INIT, PLAN), List.of(misplaced, APPLY));

        if (where.equals("plan")) {
            assertThat(plan(task(inPlan))).isInstanceOf(PlanRun.Failed.class);
        } else {
            byte[] file = ((PlanRun.Done) plan(task(inApply))).planFile();
            assertThat(apply(inApply, file)).isInstanceOf(ApplyRun.Failed.class);
        }
    }

    private List<String> leftovers(PlanTask task) throws IOException {
        try (Stream<java.nio.file.Path> files =
                Files.list(bench.data.resolve("runs").resolve(task.run().value()))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.contains("plan") || name.contains("json") || name.equals("answer"))
                    .filter(name -> !name.startsWith("step-"))
                    .toList();
        }
    }

    private static Step run(String command) {
        return new Step.Run(Step.Script.of(command), Step.Shown.ALL);
    }

    private PlanRun.Done done(Step... steps) {
        PlanRun run = plan(steps);
        assertThat(run).as(run.text()).isInstanceOf(PlanRun.Done.class);
        return (PlanRun.Done) run;
    }

    private PlanRun plan(Step... steps) {
        return plan(task(steps));
    }

    private PlanTask task(Step... steps) {
        return task(new Workflow(List.of(steps), List.of(APPLY)));
    }

    private PlanTask task(Workflow workflow) {
        if (!Files.exists(bench.root.resolve("p/main.tf"))) {
            bench.write("p/main.tf", LocalBench.SIMPLE);
        }
        return new PlanTask(run(), project(workflow), bench.tree(), List.of("-refresh=true"), Optional.empty());
    }

    private ApplyRun apply(Workflow workflow, byte[] file) {
        return bench.runner().apply(applyTask(workflow, file), new RunnerLease());
    }

    private ApplyTask applyTask(Workflow workflow, byte[] file) {
        return new ApplyTask(run(), project(workflow), bench.tree(), file, Optional.empty());
    }

    private static Project project(Workflow workflow) {
        return new Project(
                new ProjectKey("p", "default", "web"),
                workflow,
                Optional.empty(),
                Place.FIRST,
                Map.of("HEAD_BRANCH_NAME", "main; touch hacked", "PULL_AUTHOR", "$(touch hacked)"),
                Optional.empty());
    }
}
