package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.command.StateEdit;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.EditTask;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import io.tidelock.testkit.contract.RunnerLease;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Importing and forgetting, with real terraform and steps of people's own. */
final class EditingTest extends RealTerraform {
    private static final StateEdit IMPORT = new StateEdit.Import("terraform_data.it", "an-id");
    private static final Step INIT = new Step.Init(List.of());

    @Test
    void theStepsOfTheStageAreFollowed() {
        Workflow workflow = new Workflow(
                Workflow.STANDARD.plan(),
                Workflow.STANDARD.apply(),
                List.of(
                        new Step.Env("GREETING", Optional.of("hello"), Optional.empty()),
                        INIT,
                        run("printf '%s %s\\n' \"$GREETING\" \"$COMMENT_ARGS\""),
                        new Step.Import(List.of("-lock-timeout=7s")),
                        run("echo after")),
                List.of(INIT, new Step.StateRm(List.of("-lock-timeout=7s")), run("echo forgotten")));

        ApplyRun imported = edit(IMPORT, workflow, Optional.empty());
        assertThat(imported)
                .isInstanceOfSatisfying(
                        ApplyRun.Done.class,
                        done -> assertThat(done.text())
                                .startsWith("hello \\t\\e\\r\\r\\a")
                                .contains("Import successful!")
                                .endsWith("after"));
        ApplyRun removed = edit(new StateEdit.Removal(List.of("terraform_data.it")), workflow, imported.localState());
        assertThat(removed.text()).endsWith("forgotten");
        assertThat(new String(removed.localState().orElseThrow(), StandardCharsets.UTF_8))
                .contains("\"resources\": []");
    }

    @Test
    void variablesOfTheWorkspaceAreGivenToAnImport() {
        bench.write("p/main.tf", "variable \"v\" {}\nresource \"terraform_data\" \"it\" { input = var.v }\n");
        bench.write("p/env/default.tfvars", "v = 1\n");

        assertThat(edit(IMPORT, Workflow.STANDARD, Optional.empty())).isInstanceOf(ApplyRun.Done.class);
    }

    @Test
    void aStepOfAnotherStageStopsIt() {
        Workflow workflow = new Workflow(
                Workflow.STANDARD.plan(),
                Workflow.STANDARD.apply(),
                List.of(INIT, new Step.StateRm(List.of())),
                List.of());

        assertThat(edit(IMPORT, workflow, Optional.empty()))
                .isInstanceOfSatisfying(
                        ApplyRun.Failed.class,
                        failed -> assertThat(failed.problem().met())
                                .isEqualTo("the step 'state_rm' in the workflow's stage for 'import'"));
    }

    @Test
    void aCommandThatFailsBeforeItKeepsItFromBeingDone() {
        Workflow workflow = new Workflow(
                Workflow.STANDARD.plan(),
                Workflow.STANDARD.apply(),
                List.of(run("exit 5"), INIT, new Step.Import(List.of())),
                List.of());

        assertThat(edit(IMPORT, workflow, Optional.empty()))
                .isInstanceOfSatisfying(
                        ApplyRun.Failed.class,
                        failed -> assertThat(failed.problem().met()).contains("exit code 5"));
    }

    private ApplyRun edit(StateEdit edit, Workflow workflow, Optional<byte[]> state) {
        if (!java.nio.file.Files.exists(bench.root.resolve("p"))) {
            bench.write("p/main.tf", LocalBench.SIMPLE);
        }
        return bench.runner()
                .edit(
                        new EditTask(
                                run(),
                                new Project(new ProjectKey("p", "default", ""), workflow, Optional.empty()),
                                bench.tree(),
                                edit,
                                List.of(),
                                state),
                        new RunnerLease());
    }

    private static Step run(String command) {
        return new Step.Run(Step.Script.of(command), Step.Shown.ALL);
    }
}
