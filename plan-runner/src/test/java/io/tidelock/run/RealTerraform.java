package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Workflow;
import io.tidelock.testkit.contract.RunnerLease;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Plans and applies with real terraform. */
abstract class RealTerraform {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    LocalBench bench;

    @BeforeEach
    void openBench() {
        bench = new LocalBench(folder);
    }

    @AfterEach
    void closeBench() {
        bench.release();
        bench.close();
    }

    String log(PlanTask task) {
        return new String(bench.logs().read(task.run(), 0, 1 << 20).orElseThrow(), StandardCharsets.UTF_8);
    }

    static RunId run() {
        return new RunId(UUID.randomUUID().toString());
    }

    PlanTask task(String dir) {
        return task(dir, "default", List.of(), Optional.empty(), Workflow.STANDARD);
    }

    PlanTask task(String dir, String workspace, List<String> extra, Optional<byte[]> state, Workflow workflow) {
        Project project = new Project(new ProjectKey(dir, workspace, ""), workflow, Optional.empty());
        return new PlanTask(run(), project, bench.tree(), extra, state);
    }

    PlanRun plan(PlanTask task) {
        return bench.runner().plan(task, new RunnerLease());
    }

    PlanRun.Done planned(String dir, Optional<byte[]> state) {
        PlanRun run = plan(task(dir, "default", List.of(), state, Workflow.STANDARD));
        assertThat(run).as("%s", run).isInstanceOf(PlanRun.Done.class);
        return (PlanRun.Done) run;
    }

    Optional<byte[]> applied(String dir, Optional<byte[]> state) {
        byte[] plan = planned(dir, state).planFile();
        ApplyRun run = bench.runner()
                .apply(
                        new ApplyTask(run(), Project.standard(ProjectKey.at(dir)), bench.tree(), plan, state),
                        new RunnerLease());
        assertThat(run).as("%s", run).isInstanceOf(ApplyRun.Done.class);
        return run.localState();
    }
}
