package io.tidelock.run.process;

import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.Unavailable;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts programs and finds them again. The only place that does. */
public final class ProcessDoor {
    private static final String MARK = "TIDELOCK_RUN";
    private static final File NOTHING = new File("/dev/null");

    private final Stub stub;
    private final Duration grace;

    /** @param grace what a program gets between being asked to stop and being killed */
    public ProcessDoor(SearchPath path, Duration grace) {
        this.stub = new Stub(path);
        this.grace = grace;
    }

    /** Changes whenever the machine starts anew: nothing that ran before can still run. */
    public static String boot() {
        return Proc.boot();
    }

    /** Starts the program, unless its step was abandoned. It goes on when the server ends. */
    public Child start(RunId run, StepFolder folder, Launch launch) {
        try {
            folder.create();
            ProcessBuilder builder = new ProcessBuilder(stub.command(folder, launch.argv()))
                    .directory(launch.directory().toFile())
                    .redirectInput(NOTHING)
                    .redirectOutput(Redirect.appendTo(launch.output().toFile()));
            launch.errors()
                    .ifPresentOrElse(
                            file -> builder.redirectError(Redirect.appendTo(file.toFile())),
                            () -> builder.redirectErrorStream(true));
            clothe(builder, launch.environment()).put(MARK, run.value());
            return new Child(folder, survivors(run), grace, builder.start());
        } catch (IOException e) {
            throw Unavailable.notDone(
                    "cannot start " + launch.argv().getFirst() + " in " + launch.directory() + ": " + e.getMessage(),
                    e);
        }
    }

    /** The program of this step, as a server that is gone left it. */
    public Child find(RunId run, StepFolder folder) {
        return new Child(folder, survivors(run), grace, null);
    }

    /** Kills whatever is left of the run, wherever it went. */
    public void sweep(RunId run, StepFolder folder) {
        survivors(run).kill(folder);
    }

    /** Whether anything of the run is still there. */
    public boolean leftOver(RunId run, StepFolder folder) {
        return !survivors(run).none(folder);
    }

    /** What a program prints on standard output when it is asked something; empty when it fails or takes too long. */
    public Optional<String> ask(List<String> argv, Map<String, String> environment, Duration limit) {
        Path answer = null;
        try {
            answer = Files.createTempFile("tidelock-", ".out");
            ProcessBuilder builder = new ProcessBuilder(argv)
                    .redirectInput(NOTHING)
                    .redirectOutput(answer.toFile())
                    .redirectError(Redirect.DISCARD);
            clothe(builder, environment);
            Process process = builder.start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0 ? Optional.of(Files.readString(answer)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            delete(answer);
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // a leftover in the folder for temporary files harms nobody
        }
    }

    private static Survivors survivors(RunId run) {
        return new Survivors(MARK + "=" + run.value());
    }

    private static Map<String, String> clothe(ProcessBuilder builder, Map<String, String> environment) {
        Map<String, String> own = builder.environment();
        own.clear();
        own.putAll(environment);
        return own;
    }
}
