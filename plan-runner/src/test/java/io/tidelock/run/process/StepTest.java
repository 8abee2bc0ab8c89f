package io.tidelock.run.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.RunId;
import io.tidelock.testkit.contract.RunnerLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One program behind the process door. */
final class StepTest {
    private static final RunId RUN = new RunId("run");

    @TempDir
    Path folder;

    private final ProcessDoor door = new ProcessDoor(SearchPath.of(System.getenv("PATH")), Duration.ofSeconds(2));

    private Child start(StepFolder notes, String... argv) {
        return start(door, notes, argv);
    }

    private Child start(ProcessDoor with, StepFolder notes, String... argv) {
        return with.start(
                RUN,
                notes,
                new Launch(
                        List.of(argv),
                        folder,
                        Map.of("PATH", System.getenv("PATH")),
                        folder.resolve("out"),
                        Optional.empty()));
    }

    private static Patience patience() {
        return Patience.obedient(new RunnerLease(), Optional.of(Duration.ofSeconds(20)));
    }

    @Test
    void argumentsAreNeverReadAsShell() throws IOException {
        End end = start(
                        new StepFolder(folder.resolve("s")),
                        "/usr/bin/printf",
                        "%s|",
                        "$(id)",
                        "a b",
                        "\"'`;&",
                        "*",
                        "")
                .await(patience());
        assertThat(end).isEqualTo(new End.Exited(0));
        assertThat(folder.resolve("out")).hasContent("$(id)|a b|\"'`;&|*||");
    }

    @Test
    void exitCodesComeThrough() {
        for (int code : new int[] {0, 1, 2, 42, 127}) {
            assertThat(start(new StepFolder(folder.resolve("s" + code)), "/bin/sh", "-c", "exit " + code)
                            .await(patience()))
                    .isEqualTo(new End.Exited(code));
        }
        assertThat(start(new StepFolder(folder.resolve("none")), "/no/such/program")
                        .await(patience()))
                .isEqualTo(new End.Exited(127));
        assertThat(start(new StepFolder(folder.resolve("term")), "/bin/sh", "-c", "kill -9 $$")
                        .await(patience()))
                .isEqualTo(new End.Exited(137));
    }

    @Test
    void signalForTheStubDoesNotLoseTheExitCode() throws Exception {
        StepFolder notes = new StepFolder(folder.resolve("s"));
        Child child = start(notes, "/bin/sh", "-c", "sleep 0.4; exit 7");
        while (notes.program().isEmpty()) {
            Thread.sleep(5);
        }
        for (int i = 0; i < 5; i++) {
            notes.stub().flatMap(ProcessName::handle).orElseThrow().destroy();
            Thread.sleep(20);
        }
        assertThat(child.await(patience())).isEqualTo(new End.Exited(7));
    }

    @Test
    void eitherItRunsOrItIsAbandoned() throws IOException {
        int ran = 0;
        for (int i = 0; i < 60; i++) {
            StepFolder notes = new StepFolder(folder.resolve("s" + i));
            Path trace = folder.resolve("trace" + i);
            Child child = start(notes, "/usr/bin/touch", trace.toString());
            for (int spin = 0; spin < i * 20_000; spin++) {
                Thread.onSpinWait();
            }
            boolean abandoned = notes.abandon();
            End end = child.await(patience());
            assertThat(end).isEqualTo(abandoned ? new End.NeverStarted() : new End.Exited(0));
            assertThat(Files.exists(trace)).isEqualTo(!abandoned);
            assertThat(notes.abandon()).isEqualTo(abandoned);
            ran += abandoned ? 0 : 1;
        }
        assertThat(ran).isBetween(0, 60);
    }

    @Test
    void noSetsidNoPerlStillAProcessGroup() throws IOException {
        ProcessDoor poor = new ProcessDoor(new SearchPath(List.of()), Duration.ofSeconds(2));
        assertThat(start(poor, new StepFolder(folder.resolve("s")), "/bin/sh", "-c", "exit 5")
                        .await(patience()))
                .isEqualTo(new End.Exited(5));
        Path perl = Files.createDirectories(folder.resolve("bin"));
        Optional<Path> real = SearchPath.of(System.getenv("PATH")).find("perl");
        if (real.isPresent()) {
            Path script = Files.writeString(perl.resolve("perl"), "#!/bin/sh\nexec " + real.get() + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            ProcessDoor modest = new ProcessDoor(new SearchPath(List.of(perl)), Duration.ofSeconds(2));
            assertThat(start(modest, new StepFolder(folder.resolve("p")), "/bin/sh", "-c", "exit 6")
                            .await(patience()))
                    .isEqualTo(new End.Exited(6));
        }
    }

    @Test
    void stoppingTakesTheWholeTreeEvenWhatHid() throws Exception {
        Child child = start(
                new StepFolder(folder.resolve("s")),
                "/bin/sh",
                "-c",
                "trap '' TERM; (setsid sleep 301 & echo $! > hidden.new; mv hidden.new hidden); sleep 302 & wait; wait");
        while (!Files.exists(folder.resolve("hidden"))) {
            Thread.sleep(5);
        }
        long hidden = Long.parseLong(Files.readString(folder.resolve("hidden")).strip());
        new ProcessDoor(SearchPath.of(System.getenv("PATH")), Duration.ofMillis(100))
                .find(RUN, new StepFolder(folder.resolve("s")))
                .stop();
        assertThat(Proc.stat(hidden).filter(stat -> !stat.gone())).isEmpty();
        assertThat(child.await(patience())).isInstanceOf(End.class);
    }

    @Test
    void readsStatLinesWithHostileNames() {
        String rest = " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4242 20 21";
        assertThat(Proc.parse("77 (a) b) (c)" + rest)).hasValueSatisfying(stat -> {
            assertThat(stat.pid()).isEqualTo(77);
            assertThat(stat.state()).isEqualTo('S');
            assertThat(stat.session()).isEqualTo(3);
            assertThat(stat.start()).isEqualTo("4242");
        });
        assertThat(Proc.parse("")).isEmpty();
        assertThat(Proc.parse("abandoned\n")).isEmpty();
    }
}
