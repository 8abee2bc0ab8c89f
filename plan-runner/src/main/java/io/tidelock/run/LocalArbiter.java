package io.tidelock.run;

import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.run.Arbiter;
import io.tidelock.core.secret.Secret;
import io.tidelock.run.process.Child;
import io.tidelock.run.process.ChildEnvironment;
import io.tidelock.run.process.End;
import io.tidelock.run.process.Launch;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.ProcessDoor;
import io.tidelock.run.process.Redactor;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.process.SearchPath;
import io.tidelock.run.process.StepFolder;
import io.tidelock.run.terraform.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Runs the operator's program on this machine, with what any run may see, in the folder that the server was started in. */
public final class LocalArbiter implements Arbiter {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String PASS = "pass";
    private static final int LONGEST_LINE = 1 << 10;

    private final Path runs;
    private final ProcessDoor door;
    private final Map<String, String> environment;
    private final Redactor redactor;
    private final Duration limit;

    private LocalArbiter(RunSettings settings, ChildEnvironment environment, Duration limit) {
        this.runs = settings.data().resolve("runs");
        this.door = new ProcessDoor(SearchPath.of(settings.environment().getOrDefault("PATH", "")), settings.grace());
        this.environment = environment.values();
        List<Secret> secrets = new ArrayList<>(settings.secrets());
        secrets.addAll(environment.secrets());
        this.redactor = new Redactor(secrets);
        this.limit = limit;
    }

    /** The program may take a minute. */
    public static LocalArbiter in(RunSettings settings) {
        return in(settings, LIMIT);
    }

    static LocalArbiter in(RunSettings settings, Duration limit) {
        Path home = settings.home().orElse(settings.data().resolve("home"));
        Path empty = settings.data().resolve("empty.tfrc");
        return new LocalArbiter(
                settings, ChildEnvironment.of(settings.environment(), settings.granted(), home, empty), limit);
    }

    @Override
    public Ruling ask(Inquiry inquiry, Lease lease) {
        lease.check();
        RunFolder folder = new RunFolder(runs, new RunId(UUID.randomUUID().toString()));
        try {
            folder.create();
            End end = run(inquiry, folder, Patience.obedient(lease, Optional.of(limit)));
            if (end instanceof End.Called called) {
                throw new Stopped(called.reason());
            }
            if (end instanceof End.Exited(int code)
                    && code == 0
                    && lastLine(folder).equalsIgnoreCase(PASS)) {
                return new Ruling.Pass();
            }
            return new Ruling.No(why(end), Output.of(folder, 0, redactor).text());
        } catch (IOException | UncheckedIOException e) {
            throw Unavailable.notDone("the disk failed while the program of team_authz ran: " + e.getMessage(), e);
        } finally {
            forget(folder);
        }
    }

    private End run(Inquiry inquiry, RunFolder folder, Patience patience) throws IOException {
        StepFolder notes = folder.step("authz");
        notes.begin(0);
        List<String> argv =
                new ArrayList<>(List.of("/bin/sh", "-c", inquiry.authority().text() + " \"$@\"", "sh"));
        argv.addAll(inquiry.arguments());
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(inquiry.variables());
        Launch launch =
                new Launch(argv, Path.of("").toAbsolutePath(), all, folder.log().file(), Optional.empty());
        Child child = door.start(folder.run(), notes, launch);
        End end = child.awaitOrStop(patience);
        door.sweep(folder.run(), notes);
        return end;
    }

    private static String why(End end) {
        return switch (end) {
            case End.Exited(int code) when code == 0 -> "did not say `pass`";
            case End.Exited exited when exited.killed() -> "was killed by signal " + (exited.code() - 128);
            case End.Exited exited -> "ended with exit code " + exited.code();
            case End.Late late -> "was stopped, because it took too long";
            case End.Vanished vanished -> "ended and left no exit code";
            case End.NeverStarted never -> "was not started";
            case End.Called called -> "was stopped";
        };
    }

    /** Nothing is made of what comes before it, however much that is. */
    private static String lastLine(RunFolder folder) throws IOException {
        long size = folder.log().size();
        try (InputStream end = folder.log().since(Math.max(0, size - LONGEST_LINE))) {
            String text = new String(end.readNBytes(LONGEST_LINE), StandardCharsets.UTF_8).strip();
            return text.substring(text.lastIndexOf('\n') + 1);
        }
    }

    private static void forget(RunFolder folder) {
        try {
            folder.delete();
        } catch (IOException e) {
            // it is cleared away with the old runs
        }
    }
}
