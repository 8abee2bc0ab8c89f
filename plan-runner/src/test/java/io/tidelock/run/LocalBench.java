package io.tidelock.run;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.run.Runner;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.testkit.contract.RunnerBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Real terraform behind a script that can be made to hang: where a file {@code hang-COMMAND} lies, until it is gone. */
final class LocalBench implements RunnerBench {
    static final String SIMPLE = "resource \"terraform_data\" \"it\" { input = \"one\" }\n";

    private static final String SCRIPT = """
            #!/bin/sh
            if [ -e "hang-$1" ]; then
              echo "hanging in $1"
              echo $$ > ../pid.new && mv ../pid.new ../pid
              while [ -e "hang-$1" ]; do sleep 0.02; done
            fi
            [ "$1" = apply ] && echo apply >> ../applies
            exec terraform "$@"
            """;

    final Path data;
    final Path root;
    private final RunSettings settings;
    private final LocalRunner runner;

    LocalBench(Path folder) {
        this(folder, Map.of());
    }

    LocalBench(Path folder, Map<String, String> environment) {
        try {
            data = folder.resolve("data");
            root = Files.createDirectories(folder.resolve("tree")).toRealPath();
            Path script = folder.resolve("terraform");
            Files.writeString(script, SCRIPT);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            write("changing/main.tf", SIMPLE);
            write("idle/main.tf", "locals { nothing = 1 }\n");
            write("failing/main.tf", "resource \"x {\n");
            write("hanging-plan/main.tf", SIMPLE);
            write("hanging-plan/hang-plan", "");
            write("hanging-apply/main.tf", SIMPLE);
            write("hanging-apply/hang-apply", "");
            Map<String, String> all = new HashMap<>(environment);
            all.put("PATH", System.getenv("PATH"));
            settings = RunSettings.standard(data, all)
                    .withTerraform(script)
                    .withLimits(Optional.of(Duration.ofMinutes(1)), Optional.empty(), Duration.ofSeconds(5));
            runner = LocalRunner.in(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String file, String text) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.resolveSibling("."));
            return Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RunSettings settings() {
        return settings;
    }

    @Override
    public Runner runner() {
        return runner;
    }

    @Override
    public RunLogs logs() {
        return runner;
    }

    @Override
    public Runner afterCrash() {
        return LocalRunner.in(settings);
    }

    @Override
    public WorkingTree tree() {
        return new WorkingTree(root, new CommitSha("a".repeat(40)), false);
    }

    @Override
    public String changing() {
        return "changing";
    }

    @Override
    public String idle() {
        return "idle";
    }

    @Override
    public String failing() {
        return "failing";
    }

    @Override
    public String hangingPlan() {
        return "hanging-plan";
    }

    @Override
    public String hangingApply() {
        return "hanging-apply";
    }

    @Override
    public void awaitHanging() throws InterruptedException {
        while (!Files.exists(root.resolve("pid"))) {
            Thread.sleep(10);
        }
    }

    long pid() {
        try {
            return Long.parseLong(Files.readString(root.resolve("pid")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void release() {
        try {
            Files.deleteIfExists(root.resolve("hanging-plan/hang-plan"));
            Files.deleteIfExists(root.resolve("hanging-apply/hang-apply"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean alive() {
        return alive(pid());
    }

    /** A process that has ended and was not yet buried is not alive. */
    static boolean alive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int applies() {
        try {
            return Files.readAllLines(root.resolve("applies")).size();
        } catch (IOException e) {
            return 0;
        }
    }

    /** An apply goes on when we are called away, and writes: the folder can be deleted only when it is over. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        List<String> here = working();
        while (!here.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("these still work in the bench's folder: " + here);
            }
            pause();
            here = working();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while a program ends", e);
        }
    }

    /** The programs whose working directory is in the folder, stubs among them. */
    private List<String> working() {
        Path proc = Path.of("/proc");
        if (!Files.isDirectory(proc)) {
            return List.of();
        }
        Path folder = root.resolveSibling(".").normalize();
        try (Stream<Path> all = Files.list(proc)) {
            return all.filter(process -> {
                        try {
                            return Files.readSymbolicLink(process.resolve("cwd"))
                                    .startsWith(folder);
                        } catch (IOException | UnsupportedOperationException e) {
                            return false; // no process, not ours, or gone by now
                        }
                    })
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
