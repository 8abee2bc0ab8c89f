package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.command.StateEdit;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.EditTask;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import io.tidelock.testkit.contract.RunnerLease;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
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

    @Test
    void anImportOutlivesTheServerAndIsAskedHowItEnded() throws Exception {
        bench.write("p/main.tf", LocalBench.SIMPLE);
        bench.write("p/hang-import", "");
        RunnerLease lease = new RunnerLease();
        EditTask task = task(IMPORT, Workflow.STANDARD, Optional.empty());
        FutureTask<ApplyRun> first = away(() -> bench.runner().edit(task, lease));
        bench.awaitHanging();
        lease.stop(Stopped.Reason.SHUTDOWN);
        assertThatThrownBy(first::get).hasCauseInstanceOf(Stopped.class);

        FutureTask<ApplyRun> adopted = away(() -> bench.afterCrash().adopt(task.run(), new RunnerLease()));
        Files.delete(bench.root.resolve("p/hang-import"));

        assertThat(adopted.get(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(ApplyRun.Done.class, done -> {
            assertThat(done.line()).isEqualTo("Import successful!");
            assertThat(done.localState()).isPresent();
        });
    }

    private static FutureTask<ApplyRun> away(Callable<ApplyRun> work) {
        FutureTask<ApplyRun> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private ApplyRun edit(StateEdit edit, Workflow workflow, Optional<byte[]> state) {
        if (!Files.exists(bench.root.resolve("p"))) {
            bench.write("p/main.tf", LocalBench.SIMPLE);
        }
        return bench.runner().edit(task(edit, workflow, state), new RunnerLease());
    }

    private EditTask task(StateEdit edit, Workflow workflow, Optional<byte[]> state) {
        return new EditTask(
                run(),
                new Project(new ProjectKey("p", "default", ""), workflow, Optional.empty()),
                bench.tree(),
                edit,
                List.of(),
                state);
    }

    private static Step run(String command) {
        return new Step.Run(Step.Script.of(command), Step.Shown.ALL);
    }
}
