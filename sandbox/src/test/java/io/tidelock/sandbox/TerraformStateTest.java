package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terraform's own http backend, and the protocol by hand. */
class TerraformStateTest {
    @TempDir
    @Nullable
    Path folder;

    @Test
    void keepsAndLocksStateForTerraform() throws Exception {
        Assumptions.assumeTrue(hasTerraform(), "SKIPPED: there is no terraform program on this machine");
        Path work = Objects.requireNonNull(folder);
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(work.resolve("data")))) {
            String url = sandbox.stateUrl("team/net");
            Path module = Files.createDirectory(work.resolve("module"));
            Files.writeString(module.resolve("main.tf"), """
                    terraform {
                      backend "http" {
                        address        = "%1$s"
                        lock_address   = "%1$s"
                        unlock_address = "%1$s"
                      }
                    }
                    resource "terraform_data" "one" {
                      input = "hello"
                    }
                    """.formatted(url));
            run(0, module, "init", "-input=false", "-no-color");
            run(0, module, "apply", "-auto-approve", "-input=false", "-no-color");
            assertThat(sandbox.state("team/net")).contains("terraform_data").contains("hello");
            assertThat(sandbox.stateLock("team/net")).isNull();
            assertThat(sandbox.calls()).anyMatch(call -> call.method().equals("LOCK"));

            Client client = Client.http(sandbox, "owner");
            String info = "{\"ID\":\"other-1\",\"Operation\":\"OperationTypeApply\",\"Who\":\"somebody@else\"}";
            assertThat(client.method("LOCK", "/_terraform/state/team/net", info).status())
                    .isEqualTo(200);
            String refused = run(1, module, "plan", "-input=false", "-no-color");
            assertThat(refused).contains("Error acquiring the state lock").contains("other-1");
            run(0, module, "force-unlock", "-force", "other-1");
            run(0, module, "destroy", "-auto-approve", "-input=false", "-no-color");
            assertThat(sandbox.state("team/net")).doesNotContain("hello");
        }
    }

    @Test
    void refusesWritesUnderAnothersLock() {
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(Objects.requireNonNull(folder)))) {
            Client client = Client.http(sandbox, "owner");
            String state = "/_terraform/state/one";
            assertThat(client.get(state).status()).isEqualTo(404);
            assertThat(client.method("LOCK", state, "{\"ID\":\"a\"}").status()).isEqualTo(200);
            Client.Got second = client.method("LOCK", state, "{\"ID\":\"b\"}");
            assertThat(second.status()).isEqualTo(423);
            assertThat(second.at("/ID").asText()).isEqualTo("a");
            assertThat(client.post(state, "{}").status()).isEqualTo(423);
            assertThat(client.post(state + "?ID=b", "{}").status()).isEqualTo(423);
            assertThat(client.post(state + "?ID=a", "{\"serial\":1}").status()).isEqualTo(200);
            assertThat(client.method("UNLOCK", state, "{\"ID\":\"b\"}").status())
                    .isEqualTo(423);
            assertThat(client.method("UNLOCK", state, "{\"ID\":\"a\"}").status())
                    .isEqualTo(200);
            assertThat(sandbox.state("one")).isEqualTo("{\"serial\":1}");
            assertThat(client.method("DELETE", state, "").status()).isEqualTo(200);
            assertThat(sandbox.state("one")).isNull();
            assertThat(client.as("wrong").get(state).status()).isEqualTo(401);
            assertThat(client.as(null).get(state).status()).isEqualTo(404);
        }
    }

    private static boolean hasTerraform() throws InterruptedException {
        try {
            return new ProcessBuilder("terraform", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(int expected, Path where, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("terraform"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(expected);
        return output;
    }
}
