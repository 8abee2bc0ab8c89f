package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Workflow;
import io.tidelock.testkit.contract.RunnerLease;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** State files that real terraform leaves in the tree, or elsewhere. */
final class CarriedStateTest extends RealTerraform {
    @Test
    void workspacesHaveTheirOwnStateAndVariables() {
        bench.write("p/main.tf", "variable \"v\" {}\nresource \"terraform_data\" \"it\" { input = var.v }");
        bench.write("p/env/blue.tfvars", "v = \"azure\"");
        PlanTask task = task("p", "blue", List.of(), Optional.empty(), Workflow.STANDARD);
        PlanRun.Done done = (PlanRun.Done) plan(task);
        assertThat(done.text()).contains("\"azure\"");
        assertThat(done.inputs()).containsExactly("p");

        ApplyRun applied = bench.runner()
                .apply(
                        new ApplyTask(run(), task.project(), task.tree(), done.planFile(), Optional.empty()),
                        new RunnerLease());
        assertThat(applied.localState()).isPresent();
        assertThat(bench.root.resolve("p/terraform.tfstate.d/blue/terraform.tfstate"))
                .exists();
        PlanRun again = plan(task("p", "blue", List.of(), applied.localState(), Workflow.STANDARD));
        assertThat(again)
                .isInstanceOfSatisfying(
                        PlanRun.Done.class, idle -> assertThat(idle.changes()).isFalse());
    }

    @Test
    void committedStateCountsOnlyWhereNoneWasCarried() {
        bench.write("p/main.tf", LocalBench.SIMPLE);
        applied("p", Optional.empty());
        assertThat(planned("p", Optional.empty()).changes()).isFalse();
        byte[] other =
                "{\"version\":4,\"terraform_version\":\"1.11.4\",\"serial\":1,\"lineage\":\"x\",\"outputs\":{},\"resources\":[]}"
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(planned("p", Optional.of(other)).changes()).isTrue();
    }

    @Test
    void stateOutsideOfTheTreeIsNotCarried() {
        bench.write(
                "p/main.tf",
                "terraform {\n  backend \"local\" { path = \"" + folder.resolve("elsewhere.tfstate") + "\" }\n}\n"
                        + LocalBench.SIMPLE);
        assertThat(planned("p", Optional.of("{}".getBytes(StandardCharsets.UTF_8)))
                        .localState())
                .isFalse();
        assertThat(applied("p", Optional.empty())).isEmpty();
        assertThat(folder.resolve("elsewhere.tfstate")).exists();
    }

    @Test
    void stateFollowsTheLocalBackend() {
        bench.write(
                "p/main.tf",
                "terraform {\n  backend \"local\" { path = \"st/here.tfstate\" }\n}\n" + LocalBench.SIMPLE);
        assertThat(applied("p", Optional.empty())).isPresent();
        assertThat(bench.root.resolve("p/st/here.tfstate")).exists();
    }

    @Test
    void failedApplySaysSoAndKeepsTheState() {
        bench.write("p/main.tf", """
                resource "terraform_data" "ok" {}
                resource "terraform_data" "it" {
                  depends_on = [terraform_data.ok]
                  provisioner "local-exec" { command = "exit 3" }
                }
                """);
        byte[] plan = planned("p", Optional.empty()).planFile();
        ApplyRun applied = bench.runner()
                .apply(
                        new ApplyTask(
                                run(), Project.standard(ProjectKey.at("p")), bench.tree(), plan, Optional.empty()),
                        new RunnerLease());

        assertThat(applied).isInstanceOfSatisfying(ApplyRun.Failed.class, failed -> {
            assertThat(failed.stale()).isFalse();
            assertThat(failed.problem().met()).contains("local-exec provisioner error");
            assertThat(new String(failed.localState().orElseThrow(), StandardCharsets.UTF_8))
                    .contains("\"ok\"");
        });
    }
}
