package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.Runner;
import io.tidelock.core.project.Workflow;
import io.tidelock.testkit.contract.RunnerLease;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Fingerprints of what real terraform plans. */
final class FingerprintTest extends RealTerraform {
    private static final String CONFIGURATION = """
            variable "region" { default = "eu" }
            variable "pw" {
              sensitive = true
              default   = "hunter22-in-clear"
            }
            resource "terraform_data" "a" { input = "a" }
            resource "terraform_data" "b" {
              input = { region = var.region, pw = var.pw, of = terraform_data.a.id }
              provisioner "local-exec" { command = "echo ${var.region}" }
            }
            output "url" { value = "https://${terraform_data.b.id}" }
            """;

    private PlanFingerprint fingerprint(String configuration, String... arguments) {
        bench.write("p/main.tf", configuration);
        PlanRun run = plan(task("p", "default", List.of(arguments), Optional.empty(), Workflow.STANDARD));
        assertThat(run).as("%s", run).isInstanceOf(PlanRun.Done.class);
        return ((PlanRun.Done) run).fingerprint();
    }

    private static String with(String from, String to) {
        assertThat(CONFIGURATION).contains(from);
        return CONFIGURATION.replace(from, to);
    }

    @Test
    void the_same_plan_is_equal_and_others_are_not() {
        PlanFingerprint first = fingerprint(CONFIGURATION);

        assertThat(first.toString()).doesNotContain("hunter22", "echo", "https");
        assertThat(first.differences(fingerprint(CONFIGURATION))).isEmpty();
        assertThat(first.differences(fingerprint("# moved\n" + with("{ input = \"a\" }", "{\n  input = \"a\"\n}"))))
                .isEmpty();
        assertThat(first.differences(fingerprint(CONFIGURATION + "locals { x = 1 }\noutput \"none\" { value = null }")))
                .isEmpty();
        assertThat(first.differences(fingerprint(with("echo ", "echo to "))))
                .containsExactly("terraform_data.b: provisioners differ");
        assertThat(first.differences(fingerprint(with("\"https://$", "\"http://$"))))
                .containsExactly("output url: expression differs");
        assertThat(first.differences(fingerprint(with("hunter22-in-clear", "hunter23-in-clear"))))
                .contains("terraform_data.b: values differ", "variable pw differs");
        assertThat(first.differences(fingerprint(with("input = \"a\"", "input = \"b\""))))
                .contains("terraform_data.a: values differ");
        assertThat(first.differences(fingerprint(CONFIGURATION + "resource \"terraform_data\" \"c\" {}")))
                .containsExactly("terraform_data.c: only in the new plan");
        assertThat(first.differences(fingerprint(CONFIGURATION, "-target=terraform_data.a")))
                .contains("command line differs", "terraform_data.b: only in the earlier plan");
        assertThat(first.differences(fingerprint(CONFIGURATION, "-var=region=us")))
                .contains("variable region differs", "terraform_data.b: values differ");
    }

    @Test
    void a_script_that_a_provisioner_starts_is_part_of_the_meaning() throws IOException {
        String configuration = with("echo ${var.region}", "./deploy.sh");
        bench.write("p/deploy.sh", "echo one");
        bench.write("elsewhere/file", "one");
        PlanFingerprint first = fingerprint(configuration);
        bench.write("elsewhere/file", "two");
        assertThat(first.differences(fingerprint(configuration))).isEmpty();

        bench.write("p/deploy.sh", "echo two");
        assertThat(first.differences(fingerprint(configuration)))
                .containsExactly("content of the files beside the configuration differs");

        bench.write("p/deploy.sh", "echo one");
        Files.createSymbolicLink(bench.root.resolve("p/link"), bench.root.resolve("elsewhere/file"));
        assertThat(fingerprint(configuration).unseen())
                .containsExactly("the files that provisioners and functions may read");
    }

    @Test
    void a_script_elsewhere_counts_when_a_value_leads_there() {
        String configuration = with("default = \"eu\"", "default = \"../elsewhere/deploy.sh\"");
        bench.write("elsewhere/deploy.sh", "echo one");
        PlanFingerprint first = fingerprint(configuration);
        assertThat(first.differences(fingerprint(configuration))).isEmpty();
        bench.write("elsewhere/deploy.sh", "echo two");

        assertThat(first.differences(fingerprint(configuration)))
                .containsExactly("content of the files beside the configuration differs");
    }

    @Test
    void an_ephemeral_variable_is_never_equal() {
        String configuration = with(
                        "variable \"region\" { default = \"eu\" }",
                        "variable \"region\" {\n  ephemeral = true\n  default = \"eu\"\n}")
                .replace("region = var.region, ", "");
        PlanFingerprint first = fingerprint(configuration);

        assertThat(first.equivalentTo(fingerprint(configuration))).isFalse();
        assertThat(first.unseen()).containsExactly("the ephemeral variable region");
    }

    @Test
    void a_restart_changes_nothing() {
        PlanFingerprint first = fingerprint(CONFIGURATION);
        Runner restarted = bench.afterCrash();
        PlanRun again = restarted.plan(task("p"), new RunnerLease());

        assertThat(((PlanRun.Done) again).fingerprint()).isEqualTo(first);
    }

    @Test
    void updates_replacements_moves_and_the_backend_are_told() {
        bench.write("p/main.tf", """
                terraform {
                  backend "local" { path = "../state" }
                }
                resource "terraform_data" "u" { input = "a" }
                resource "terraform_data" "r" { triggers_replace = 1 }
                resource "terraform_data" "old" {}
                resource "terraform_data" "gone" {}
                """);
        Optional<byte[]> state = applied("p", Optional.empty());
        bench.write("p/main.tf", """
                terraform {
                  backend "local" { path = "../state" }
                }
                resource "terraform_data" "u" { input = "b" }
                resource "terraform_data" "r" { triggers_replace = 2 }
                resource "terraform_data" "new" {}
                moved {
                  from = terraform_data.old
                  to   = terraform_data.new
                }
                """);
        PlanFingerprint first = planned("p", state).fingerprint();

        assertThat(first.unseen()).isEmpty();
        assertThat(first.parts())
                .containsKeys(
                        "terraform_data.u: update",
                        "terraform_data.r: replace",
                        "terraform_data.new: move",
                        "terraform_data.gone: delete",
                        "backend");
        assertThat(planned("p", state).fingerprint()).isEqualTo(first);
    }
}
