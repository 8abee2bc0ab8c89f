package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.command.Authority;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.port.run.Arbiter;
import io.tidelock.core.port.run.Arbiter.Inquiry;
import io.tidelock.core.port.run.Arbiter.Ruling;
import io.tidelock.core.secret.Secret;
import io.tidelock.testkit.contract.ArbiterContract;
import io.tidelock.testkit.contract.RunnerLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs in real shells. */
final class LocalArbiterTest {
    @TempDir
    Path folder;

    private final RunnerLease lease = new RunnerLease();

    @Nested
    class Contract extends ArbiterContract {
        @Override
        protected Stage open() {
            return new Stage() {
                @Override
                public Arbiter arbiter() {
                    return local(Duration.ofMinutes(1));
                }

                @Override
                public String program(String... commands) {
                    return script(String.join("\n", commands));
                }
            };
        }
    }

    /** The last example of Atlantis's documentation in shape: it takes apart its arguments by position. */
    @Test
    void aScriptThatWasWrittenForAtlantisWorksUnchanged() {
        String program = script("""
                command="$1"
                repo="$2"
                shift 2
                for team in "$@"; do
                  if [ "$command" = apply ] && [ "$repo" = acme/infra ] && [ "$team" = acme/ops ]; then
                    echo "pass"
                    exit 0
                  fi
                done
                echo "fail"
                """);

        assertThat(ask(program, "apply", "acme/infra", "acme/dev", "acme/ops")).isInstanceOf(Ruling.Pass.class);
        assertThat(ask(program, "apply", "acme/infra", "acme/dev")).isInstanceOf(Ruling.No.class);
        assertThat(ask(program, "apply", "acme/infra")).isInstanceOf(Ruling.No.class);
    }

    @Test
    void theOperatorsTextMayBeMoreThanAProgram() {
        assertThat(ask("WORD=pass; say() { echo \"$1 was asked for\"; echo $WORD; }; say", "apply"))
                .isInstanceOf(Ruling.Pass.class);
    }

    @Test
    void itsArgumentsAreTextForTheShell() {
        String program = script("echo \"$#: $1 $2 $3\"");
        Authority authority = new Authority(program, List.of("--for $((1 + 1))", "'two words'"));

        assertThat(((Ruling.No) local(Duration.ofMinutes(1))
                                .ask(new Inquiry(authority, List.of("plan"), Map.of()), lease))
                        .text())
                .isEqualTo("4: --for 2 two words");
    }

    @Test
    void itSeesNothingOfTheServersEnvironmentButWhatRunsSee() {
        String program = script("echo \"[$TIDELOCK_GH_TOKEN][$TEAM_TOKEN]\"");

        assertThat(((Ruling.No) ask(program)).text())
                .as("what was granted is there, and is not shown")
                .startsWith("[][*");
    }

    @Test
    void whatItPrintsOnEitherWayIsToldAndSecretsAreNot() {
        String program = script("echo out; echo \"the token is very-secret-text\" >&2");

        assertThat(((Ruling.No) ask(program)).text())
                .contains("out", "the token is *")
                .doesNotContain("very-secret");
    }

    @Test
    void aFloodOfOutputIsBoundedAndItsLastLineCounts() {
        String program =
                script("i=0; while [ $i -lt 20000 ]; do echo \"a line of what it thinks, $i\"; i=$((i+1)); done\n");

        assertThat(((Ruling.No) ask(program)).text()).hasSizeLessThan(300_000);
        assertThat(ask(script(content(program) + "echo Pass"))).isInstanceOf(Ruling.Pass.class);
    }

    @Test
    void oneThatTakesTooLongIsStoppedWithAllThatItStarted() {
        String mark = folder.resolve("alive").toString();
        String program = script("echo begun\n(sleep 600; echo pass > " + mark + ") &\nsleep 600\n");

        Ruling ruling = local(Duration.ofMillis(300)).ask(inquiry(program), lease);

        assertThat(((Ruling.No) ruling).why()).contains("took too long");
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .commandLine()
                                .filter(line -> line.contains(program))
                                .isPresent()))
                .isEmpty();
    }

    @Test
    void itIsStoppedWithTheServer() throws InterruptedException {
        String begun = folder.resolve("begun").toString();
        String program = script("echo x > " + begun + "\nsleep 600\n");
        Thread stopping = Thread.ofVirtual().start(() -> {
            while (!Files.exists(Path.of(begun))) {
                Thread.onSpinWait();
            }
            lease.stop(Stopped.Reason.SHUTDOWN);
        });

        assertThatThrownBy(() -> ask(program)).isInstanceOf(Stopped.class);
        stopping.join();
    }

    @Test
    void nothingIsLeftOfIt() throws IOException {
        ask(script("echo pass"));

        try (var left = Files.list(folder.resolve("data/runs"))) {
            assertThat(left).isEmpty();
        }
    }

    private Ruling ask(String program, String... arguments) {
        return local(Duration.ofMinutes(1))
                .ask(new Inquiry(new Authority(program, List.of()), List.of(arguments), Map.of()), lease);
    }

    private static Inquiry inquiry(String program) {
        return new Inquiry(new Authority(program, List.of()), List.of("plan"), Map.of());
    }

    private LocalArbiter local(Duration limit) {
        Map<String, String> server = Map.of(
                "PATH", System.getenv("PATH"), "TIDELOCK_GH_TOKEN", "ours-alone", "TEAM_TOKEN", "a-granted-token");
        return LocalArbiter.in(
                RunSettings.standard(folder.resolve("data"), server)
                        .withGranted(List.of("TEAM_TOKEN"))
                        .withSecrets(List.of(new Secret("very-secret-text"))),
                limit);
    }

    private String script(String text) {
        try {
            Path file = Files.createTempFile(folder, "may-", ".sh");
            Files.writeString(file, "#!/bin/sh\n" + text + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
