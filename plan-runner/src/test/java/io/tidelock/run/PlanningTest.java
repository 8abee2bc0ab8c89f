package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import io.tidelock.testkit.contract.RunnerLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plans of real terraform: what is counted, shown, refused. */
final class PlanningTest extends RealTerraform {
    private static final String BEFORE = """
            resource "terraform_data" "kept" { input = "a" }
            resource "terraform_data" "updated" { input = "a" }
            resource "terraform_data" "replaced" { triggers_replace = 1 }
            resource "terraform_data" "destroyed" {}
            resource "terraform_data" "old" {}
            output "o" { value = "a" }
            output "same" { value = "a" }
            """;
    private static final String AFTER = """
            resource "terraform_data" "kept" { input = "a" }
            resource "terraform_data" "updated" { input = "b" }
            resource "terraform_data" "replaced" { triggers_replace = 2 }
            resource "terraform_data" "new" {}
            moved {
              from = terraform_data.old
              to   = terraform_data.new
            }
            resource "terraform_data" "created" {}
            import {
              to = terraform_data.imported
              id = "some"
            }
            resource "terraform_data" "imported" {}
            output "o" { value = "b" }
            output "same" { value = "a" }
            """;

    @Test
    void countsAsTerraformCounts() {
        bench.write("p/main.tf", BEFORE);
        Optional<byte[]> state = applied("p", Optional.empty());
        bench.write("p/main.tf", AFTER);
        PlanRun.Done done = planned("p", state);

        assertThat(done.summary()).isEqualTo(new PlanSummary(2, 1, 2, 1, 1, 1, 0, 1, 0));
        assertThat(line(done)).isEqualTo(done.summary().line());
    }

    @Test
    void countsWhatIsForgotten() {
        bench.write("p/main.tf", "resource \"terraform_data\" \"it\" {}");
        Optional<byte[]> state = applied("p", Optional.empty());
        bench.write("p/main.tf", "removed {\n  from = terraform_data.it\n  lifecycle { destroy = false }\n}");
        PlanRun.Done done = planned("p", state);

        assertThat(done.summary()).isEqualTo(new PlanSummary(0, 0, 0, 0, 0, 0, 1, 0, 0));
        assertThat(done.summary().line())
                .as("terraform 1.11 does not say so itself")
                .contains("1 to forget");
    }

    @Test
    void changedOutputsAloneAreChanges() {
        bench.write("p/main.tf", "output \"o\" { value = 1 }");
        Optional<byte[]> state = applied("p", Optional.empty());
        bench.write("p/main.tf", "output \"o\" { value = 2 }");
        PlanRun.Done done = planned("p", state);

        assertThat(done.changes()).isTrue();
        assertThat(done.summary().outputs()).isEqualTo(1);
        assertThat(done.text()).startsWith("Changes to Outputs:");
    }

    @Test
    void aMoveAloneIsAChange() {
        bench.write("p/main.tf", "resource \"terraform_data\" \"a\" {}");
        Optional<byte[]> state = applied("p", Optional.empty());
        bench.write(
                "p/main.tf",
                "resource \"terraform_data\" \"b\" {}\nmoved {\n  from = terraform_data.a\n  to = terraform_data.b\n}");
        PlanRun.Done done = planned("p", state);

        assertThat(done.changes()).isTrue();
        assertThat(done.summary()).isEqualTo(new PlanSummary(0, 0, 0, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void destroysOnRequest() {
        bench.write("p/main.tf", LocalBench.SIMPLE);
        Optional<byte[]> state = applied("p", Optional.empty());
        PlanRun.Done done = (PlanRun.Done) plan(task("p", "default", List.of("-destroy"), state, Workflow.STANDARD));

        assertThat(done.summary().destroy()).isEqualTo(1);
        assertThat(done.text()).doesNotContain("Refreshing state").contains("will be destroyed");
    }

    @Test
    void namesTheLineThatIsWrong() {
        bench.write("p/main.tf", "locals {\n  a = nonsense(\"x\")\n}\noutput \"o\" { value = local.a }\n");

        assertThat(plan(task("p")))
                .isInstanceOfSatisfying(
                        PlanRun.Failed.class,
                        failed -> assertThat(failed.problem().sentence())
                                .startsWith("p/main.tf:2: terraform plan failed: Call to unknown function"));
        assertThat(plan(task("failing")))
                .isInstanceOfSatisfying(
                        PlanRun.Failed.class,
                        failed -> assertThat(failed.problem().sentence())
                                .startsWith("failing/main.tf:1: terraform init failed: "));
    }

    @Test
    void operatorSpeaksBeforeTheCommenter() {
        bench.write("p/main.tf", "variable \"v\" {}\nresource \"terraform_data\" \"it\" { input = var.v }");
        Workflow workflow = new Workflow(
                List.of(new Step.Init(List.of()), new Step.Plan(List.of("-var=v=operator"))),
                List.of(new Step.Apply(List.of("-parallelism=1"))));
        PlanTask task = task("p", "default", List.of("-var=v=commenter"), Optional.empty(), workflow);

        assertThat(plan(task).text()).contains("commenter").doesNotContain("operator");
        assertThat(log(task)).contains("-var=v=operator -var=v=commenter\n");
    }

    @Test
    void neverFollowsALinkOutOfTheTree() throws IOException {
        Path secret = Files.createDirectories(folder.resolve("outside"));
        bench.write("p/main.tf", LocalBench.SIMPLE);
        Files.createSymbolicLink(bench.root.resolve("out"), secret);
        Files.writeString(secret.resolve("main.tf"), LocalBench.SIMPLE);

        assertThat(plan(task("out")))
                .isInstanceOfSatisfying(
                        PlanRun.Failed.class,
                        failed -> assertThat(failed.problem().met()).contains("leads out of the repository"));
        assertThat(plan(task("nowhere")))
                .isInstanceOfSatisfying(
                        PlanRun.Failed.class,
                        failed -> assertThat(failed.problem().met()).contains("does not exist"));
    }

    @Test
    void initIsRememberedInATreeAndAskedForAgainWhenItIsGone() throws IOException {
        bench.write("p/main.tf", "module \"m\" { source = \"./m\" }");
        bench.write("p/m/main.tf", LocalBench.SIMPLE);
        assertThat(planned("p", Optional.empty()).changes()).isTrue();

        PlanTask second = task("p");
        assertThat(plan(second)).isInstanceOf(PlanRun.Done.class);
        assertThat(log(second)).doesNotContain(" init ").contains(" plan ");

        Files.delete(bench.root.resolve("p/.terraform/modules/modules.json"));
        PlanTask third = task("p");
        assertThat(plan(third)).isInstanceOf(PlanRun.Done.class);
        assertThat(log(third)).contains(" init ");
    }

    @Test
    void freshTreeIsInitialisedBeforeTheApply() throws IOException {
        bench.write("p/main.tf", "module \"m\" { source = \"./m\" }");
        bench.write("p/m/main.tf", LocalBench.SIMPLE);
        byte[] plan = planned("p", Optional.empty()).planFile();
        try (var files = Files.walk(bench.root.resolve("p/.terraform"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        WorkingTree tree = new WorkingTree(bench.root, bench.tree().commit(), true);
        ApplyRun applied = bench.runner()
                .apply(
                        new ApplyTask(run(), Project.standard(ProjectKey.at("p")), tree, plan, Optional.empty()),
                        new RunnerLease());
        assertThat(applied).isInstanceOf(ApplyRun.Done.class);
    }

    private static String line(PlanRun.Done done) {
        return done.text()
                .lines()
                .filter(line -> line.startsWith("Plan: "))
                .findFirst()
                .orElse("");
    }
}
