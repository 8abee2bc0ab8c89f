package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.secret.Secret;
import io.tidelock.testkit.contract.RunnerLease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are named as terraform and behave otherwise; what they see, and what is seen of them. */
final class ImpostorTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));

    @BeforeEach
    void makeProject() throws IOException {
        Files.createDirectories(folder.resolve("tree/p"));
        Files.writeString(folder.resolve("tree/p/main.tf"), "");
    }

    private RunSettings settings(Path terraform) {
        return RunSettings.standard(folder.resolve("data"), environment)
                .withTerraform(terraform)
                .withLimits(Optional.of(Duration.ofSeconds(20)), Optional.empty(), Duration.ofMillis(300));
    }

    private Path script(String text) throws IOException {
        Path script = folder.resolve("terraform");
        Files.writeString(script, "#!/bin/sh\n" + text);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private PlanTask task() {
        return new PlanTask(run(), Project.standard(ProjectKey.at("p")), tree(), List.of(), Optional.empty());
    }

    private WorkingTree tree() {
        return new WorkingTree(folder.resolve("tree"), new CommitSha("a".repeat(40)), false);
    }

    private static RunId run() {
        return new RunId(UUID.randomUUID().toString());
    }

    private PlanRun plan(RunSettings settings) {
        return LocalRunner.in(settings).plan(task(), new RunnerLease());
    }

    private static Problem problem(PlanRun run) {
        assertThat(run).isInstanceOf(PlanRun.Failed.class);
        return ((PlanRun.Failed) run).problem();
    }

    @Test
    void silenceIsNotConsent() {
        assertThat(problem(plan(settings(Path.of("/bin/true")))).met()).contains("does not behave like terraform");
        assertThat(problem(plan(settings(Path.of("/bin/false")))).met()).contains("init failed");
        ApplyRun applied = LocalRunner.in(settings(Path.of("/bin/true")))
                .apply(
                        new ApplyTask(run(), task().project(), tree(), new byte[] {1}, Optional.empty()),
                        new RunnerLease());
        assertThat(applied)
                .isInstanceOfSatisfying(
                        ApplyRun.Failed.class,
                        failed -> assertThat(failed.problem().met()).contains("does not behave like terraform"));
    }

    @Test
    void changesWithoutAPlanFileAreNotBelieved() throws IOException {
        Path liar = script("[ $1 = plan ] && { echo 'Plan: 1 to add, 0 to change, 0 to destroy.'; exit 2; }; exit 0");
        assertThat(problem(plan(settings(liar))).met()).contains("does not behave like terraform");
    }

    @Test
    void sayWhatIsMissing() throws IOException {
        assertThat(LocalRunner.in(settings(folder.resolve("none")))
                        .trouble()
                        .orElseThrow()
                        .met())
                .contains("does not exist");
        assertThat(problem(plan(settings(folder.resolve("none")))).met()).contains("does not exist");
        Path plain = Files.writeString(folder.resolve("plain"), "");
        assertThat(LocalRunner.in(settings(plain)).trouble().orElseThrow().met())
                .contains("cannot be executed");
        LocalRunner lost = LocalRunner.in(
                RunSettings.standard(folder.resolve("data"), Map.of("PATH", folder.resolve("empty") + ":relative:")));
        assertThat(lost.trouble().orElseThrow().met())
                .contains("PATH")
                .contains(folder.resolve("empty").toString())
                .doesNotContain("relative");
        assertThat(lost.version()).isEqualTo("no terraform");
    }

    @Test
    void versionIsAskedOnceForEachBinary() throws IOException {
        Path counting = script("echo x >> " + folder.resolve("asked") + "; echo Terraform v9.9.9; echo on linux");
        LocalRunner runner = LocalRunner.in(settings(counting));
        assertThat(runner.version()).isEqualTo("Terraform v9.9.9");
        assertThat(runner.version()).isEqualTo("Terraform v9.9.9");
        assertThat(folder.resolve("asked")).hasContent("x");
    }

    @Test
    void seesOnlyWhatWasGranted() throws IOException {
        environment.putAll(Map.of(
                "AWS_REGION", "eu-north-1",
                "AWS_SECRET_ACCESS_KEY", "very-secret-value",
                "DATABASE_URL", "postgres://secret",
                "TIDELOCK_GITHUB_TOKEN", "tide-secret",
                "ATLANTIS_GH_TOKEN", "atlantis-secret",
                "TF_WORKSPACE", "elsewhere",
                "LC_ALL", "C.UTF-8"));
        Path printing = script("env; echo 'args:' \"$@\"; exit 1");
        String denied = plan(settings(printing)).text();
        assertThat(denied)
                .contains("LC_ALL=C.UTF-8", "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1", "GOGC=400")
                .contains(
                        "HOME=" + folder.resolve("data/home"),
                        "TF_CLI_CONFIG_FILE=" + folder.resolve("data/empty.tfrc"))
                .contains("TIDELOCK_RUN=")
                .doesNotContain("eu-north-1", "secret", "elsewhere");

        environment.put("GOGC", "100");
        String granted = plan(settings(printing).withGranted(List.of("AWS_*", "T*", "A*", "GOGC")))
                .text();
        assertThat(granted)
                .contains("AWS_REGION=eu-north-1", "AWS_SECRET_ACCESS_KEY=****", "GOGC=100")
                .doesNotContain("secret", "elsewhere");

        String named = plan(settings(printing).withGranted(List.of("TIDELOCK_GITHUB_TOKEN")))
                .text();
        assertThat(named).contains("TIDELOCK_GITHUB_TOKEN=****").doesNotContain("tide-secret");
    }

    @Test
    void secretsAreNeitherInTextNorInTheLogHoweverItIsRead() throws IOException {
        Path telling = script("echo 'token is hunter2-hunter2, and hunter2-hunter2'; exit 1");
        LocalRunner runner = LocalRunner.in(settings(telling).withSecrets(List.of(new Secret("hunter2-hunter2"))));
        PlanTask task = task();
        assertThat(runner.plan(task, new RunnerLease()).text())
                .contains("token is ****")
                .doesNotContain("hunter2");
        for (int limit = 1; limit < 40; limit++) {
            StringBuilder log = new StringBuilder();
            byte[] piece = runner.read(task.run(), 0, limit).orElseThrow();
            while (piece.length > 0) {
                log.append(new String(piece, StandardCharsets.UTF_8));
                piece = runner.read(task.run(), log.length(), limit).orElseThrow();
            }
            assertThat(log.toString()).contains("token is").doesNotContain("hunter");
        }
    }

    @Test
    void planThatTakesTooLongIsKilledWithItsChildren() throws IOException {
        Path stubborn = script("trap '' TERM; [ $1 = init ] && exit 0; sleep 300 & echo $! > " + folder.resolve("child")
                + "; wait; wait");
        PlanRun run = plan(settings(stubborn)
                .withLimits(Optional.of(Duration.ofMillis(700)), Optional.empty(), Duration.ofMillis(200)));
        assertThat(problem(run).met()).contains("took too long");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        assertThat(LocalBench.alive(child)).isFalse();
    }

    @Test
    void saysHowToGrantMissingCredentials() throws IOException {
        Path poor = script("echo 'Error: No valid credential sources found' >&2; exit 1");
        assertThat(problem(plan(settings(poor))).next()).contains("--run-env AWS_*", "--run-home");
        poor = script("echo 'Error: could not find default credentials' >&2; exit 1");
        assertThat(problem(plan(settings(poor))).next()).contains("--run-env GOOGLE_*");
        poor = script("echo 'Error: unable to build authorizer for Resource Manager API' >&2; exit 1");
        assertThat(problem(plan(settings(poor))).next()).contains("--run-env ARM_*");
        poor = script(
                "printf 'Error: Error acquiring the state lock\\n\\nLock Info:\\n  ID:        abc-def\\n' >&2; exit 1");
        assertThat(problem(plan(settings(poor))).next()).contains("force-unlock abc-def");
    }

    @Test
    void brokenSyntaxIsNoMatterOfCredentials() throws IOException {
        Path strict = script(
                "echo 'Error: Invalid expression' >&2; echo; echo 'Expected the start of an expression, but found"
                        + " an invalid expression token.' >&2; exit 1");
        assertThat(problem(plan(settings(strict))).next()).doesNotContain("--run-env");
    }

    @Test
    void applyThatTakesTooLongIsStoppedAndSaysHowItEnded() throws IOException {
        Path slow =
                script("[ $1 = init ] && exit 0; trap 'echo Error: execution halted; exit 1' TERM; sleep 30 & wait");
        ApplyTask task = new ApplyTask(run(), task().project(), tree(), new byte[] {1}, Optional.empty());
        RunSettings settings =
                settings(slow).withLimits(Optional.empty(), Optional.of(Duration.ofMillis(500)), Duration.ofSeconds(5));
        assertThat(LocalRunner.in(settings).apply(task, new RunnerLease()))
                .isInstanceOfSatisfying(
                        ApplyRun.Failed.class,
                        failed -> assertThat(failed.problem().met()).contains("execution halted"));
    }

    @Test
    void oneAtATimeInOneDirectory() throws Exception {
        Path exclusive =
                script("[ $1 = version ] && exit 0; mkdir busy || { echo 'Error: two at once'; exit 1; }; sleep 0.2;"
                        + " rmdir busy; [ $1 = plan ] && echo 'No changes.'; exit 0");
        LocalRunner runner = LocalRunner.in(settings(exclusive));
        Thread other = Thread.ofVirtual().start(() -> runner.plan(task(), new RunnerLease()));
        assertThat(runner.plan(task(), new RunnerLease())).isInstanceOf(PlanRun.Done.class);
        other.join();
        assertThat(folder.resolve("tree/p/busy")).doesNotExist();
    }

    @Test
    void oldRunsAreForgotten() throws IOException {
        LocalRunner runner = LocalRunner.in(settings(Path.of("/bin/true")));
        PlanTask task = task();
        runner.plan(task, new RunnerLease());
        Path kept = folder.resolve("data/runs").resolve(task.run().value());
        java.time.Instant written = Files.getLastModifiedTime(kept).toInstant();

        assertThat(runner.forgetBefore(written)).isZero();
        assertThat(runner.forgetBefore(written.plusSeconds(1))).isEqualTo(1);
        assertThat(kept).doesNotExist();
    }

    @Test
    void floodIsCut() throws IOException {
        Path flood = script("i=0; while [ $i -lt 20000 ]; do echo 'a line that is repeated very often, number' $i;"
                + " i=$((i+1)); done; echo 'Error: the end'; exit 1");
        PlanRun run = plan(settings(flood));
        assertThat(run.text().length()).isLessThan(270_000);
        assertThat(run.text()).contains("number 0\n", "bytes are left out here", "number 19999", "Error: the end");
        assertThat(problem(run).met()).contains("the end");
    }
}
