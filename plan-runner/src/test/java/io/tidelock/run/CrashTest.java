package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.testkit.contract.RunnerLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server process begins an apply that hangs, and is killed; what becomes of the apply is up to each case. */
final class CrashTest {
    private static final RunId RUN = new RunId("crashed");

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private LocalBench bench;

    @SuppressWarnings("NullAway.Init")
    private Process server;

    /** The server that is going to be killed. Its arguments: the bench's folder, and what to do. */
    public static final class Victim {
        public static void main(String[] arguments) {
            LocalBench bench = new LocalBench(Path.of(arguments[0]));
            Project project = Project.standard(ProjectKey.at(arguments[1]));
            PlanRun plan = bench.runner()
                    .plan(
                            new PlanTask(new RunId("planned"), project, bench.tree(), List.of(), Optional.empty()),
                            new RunnerLease());
            bench.runner()
                    .apply(
                            new ApplyTask(
                                    RUN, project, bench.tree(), ((PlanRun.Done) plan).planFile(), Optional.empty()),
                            new RunnerLease());
        }
    }

    @BeforeEach
    void openBench() {
        bench = new LocalBench(folder);
    }

    @AfterEach
    void closeBench() {
        bench.release();
        server.destroyForcibly();
        bench.close();
    }

    private void crashIn(String dir) throws IOException, InterruptedException {
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString(),
                        dir)
                .inheritIO()
                .start();
        bench.awaitHanging();
        server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    private long stub() throws IOException {
        return Long.parseLong(Files.readString(notes("started")).split(" ", 2)[0]);
    }

    private Path notes(String file) {
        return bench.data.resolve("runs/crashed/step-apply").resolve(file);
    }

    private ApplyRun adopted() {
        return bench.afterCrash().adopt(RUN, new RunnerLease());
    }

    private static void kill(long pid) throws InterruptedException {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        while (LocalBench.alive(pid)) {
            Thread.sleep(5);
        }
    }

    @Test
    void applyGoesOnWithoutTheServer() throws Exception {
        crashIn(bench.hangingApply());
        assertThat(bench.alive()).isTrue();
        bench.release();

        ApplyRun done = adopted();
        assertThat(done).isInstanceOf(ApplyRun.Done.class);
        assertThat(done.localState()).isPresent();
        assertThat(adopted()).isInstanceOf(ApplyRun.Done.class);
        assertThat(bench.applies()).isEqualTo(1);
    }

    @Test
    void applyGoesOnWithoutItsStub() throws Exception {
        crashIn(bench.hangingApply());
        kill(stub());
        assertThat(bench.alive()).isTrue();
        bench.release();

        assertThat(adopted()).isInstanceOf(ApplyRun.Done.class);
    }

    @Test
    void nobodyKnowsWhatAKilledTerraformDid() throws Exception {
        crashIn(bench.hangingApply());
        kill(bench.pid());

        assertThat(adopted())
                .isInstanceOfSatisfying(
                        ApplyRun.Unknown.class,
                        unknown ->
                                assertThat(unknown.problem().sentence()).contains("killed by signal 9", "not known"));
        assertThat(adopted()).isInstanceOf(ApplyRun.Unknown.class);
    }

    @Test
    void nobodyKnowsAnythingWhenAllAreKilled() throws Exception {
        crashIn(bench.hangingApply());
        kill(stub());
        kill(bench.pid());

        assertThat(adopted())
                .isInstanceOfSatisfying(
                        ApplyRun.Unknown.class,
                        unknown -> assertThat(unknown.problem().met()).contains("left no exit code"));
    }

    @Test
    void recycledPidIsNotTerraform() throws Exception {
        crashIn(bench.hangingApply());
        kill(stub());
        kill(bench.pid());
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            String noted = Files.readString(notes("pid"));
            String own = Long.toString(bench.pid());
            Files.writeString(notes("pid"), noted.replace(own, Long.toString(stranger.pid())));

            assertThat(adopted()).isInstanceOf(ApplyRun.Unknown.class);
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void hangsInItsOwnSession() throws Exception {
        crashIn(bench.hangingApply());

        String stat = Files.readString(Path.of("/proc/" + bench.pid() + "/stat"));
        assertThat(Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]))
                .isEqualTo(stub());
        bench.release();
        assertThat(adopted()).isInstanceOf(ApplyRun.Done.class);
    }

    @Test
    void restartedMachineMayHaveLostTheClaim() throws Exception {
        crashIn(bench.hangingApply());
        kill(stub());
        kill(bench.pid());
        Files.delete(notes("started"));
        Files.writeString(bench.data.resolve("runs/crashed/intended"), "another boot");

        assertThat(adopted())
                .isInstanceOfSatisfying(
                        ApplyRun.Unknown.class,
                        unknown -> assertThat(unknown.problem().met()).contains("machine went down"));
    }

    @Test
    void runThatStillRunsIsNotForgotten() throws Exception {
        crashIn(bench.hangingApply());
        LocalRunner next = (LocalRunner) bench.afterCrash();
        assertThat(next.forget(RUN)).isFalse();
        bench.release();
        adopted();

        assertThat(next.forget(RUN)).isTrue();
        assertThat(next.read(RUN, 0, 10)).isEmpty();
    }
}
