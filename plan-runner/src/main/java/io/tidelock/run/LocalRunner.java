package io.tidelock.run;

import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.EditTask;
import io.tidelock.core.port.run.HookRun;
import io.tidelock.core.port.run.HookTask;
import io.tidelock.core.port.run.Hooks;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.run.Runner;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.project.Program;
import io.tidelock.core.project.Project;
import io.tidelock.core.secret.Secret;
import io.tidelock.run.hook.TreeAsLeft;
import io.tidelock.run.meaning.KeyedHash;
import io.tidelock.run.memory.InitMemory;
import io.tidelock.run.memory.ProviderShelf;
import io.tidelock.run.process.ChildEnvironment;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.ProcessDoor;
import io.tidelock.run.process.Redactor;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.process.SearchPath;
import io.tidelock.run.process.Turns;
import io.tidelock.run.step.ApplyStep;
import io.tidelock.run.step.EditCourse;
import io.tidelock.run.step.HookStep;
import io.tidelock.run.step.OwnApply;
import io.tidelock.run.tool.Tool;
import io.tidelock.run.tool.Toolbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs terraform on this machine. The one door of this room for plans, applies, hooks and their logs. */
public final class LocalRunner implements Runner, RunLogs, Hooks {
    private static final Path SHELL = Path.of("/bin/sh");

    private final RunSettings settings;
    private final Path runs;
    private final Toolbox toolbox;
    private final Redactor redactor;
    private final InitMemory memory;
    private final Optional<ProviderShelf> shelf;
    private final Workshop workshop;
    private final Planning planning;
    private final Applying applying;

    private LocalRunner(RunSettings settings, ChildEnvironment environment) throws IOException {
        this.settings = settings;
        this.runs = settings.data().resolve("runs");
        SearchPath path = SearchPath.of(settings.environment().getOrDefault("PATH", ""));
        ProcessDoor door = new ProcessDoor(path, settings.grace());
        this.toolbox = new Toolbox(
                settings.terraform(),
                settings.tools(),
                settings.data().resolve("bin"),
                path,
                door,
                environment.values());
        List<Secret> secrets = new ArrayList<>(settings.secrets());
        secrets.addAll(environment.secrets());
        this.redactor = new Redactor(secrets);
        KeyedHash hash = new KeyedHash(settings.fingerprintKey());
        this.memory = InitMemory.open(settings.data().resolve("inits"), hash, ProcessDoor.boot());
        this.shelf = settings.tools().sharing()
                ? Optional.of(ProviderShelf.open(settings.data().resolve("providers"), hash, ProcessDoor.boot()))
                : Optional.empty();
        this.workshop = new Workshop(door, environment, redactor, new Turns(), hash, memory, shelf);
        this.planning = new Planning(workshop, settings.planLimit());
        this.applying = new Applying(workshop);
    }

    /** Makes the folders it needs in the data folder. */
    public static LocalRunner in(RunSettings settings) {
        var ours = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            Path home = settings.home().orElse(settings.data().resolve("home"));
            Files.createDirectories(settings.data(), ours); // what terraform leaves in it is nobody else's to read
            if (settings.home().isEmpty()) {
                Files.createDirectories(home, ours);
            }
            Files.createDirectories(settings.data().resolve("runs"), ours);
            Path empty = settings.data().resolve("empty.tfrc");
            if (!Files.exists(empty)) {
                Files.writeString(empty, "");
            }
            return new LocalRunner(
                    settings, ChildEnvironment.of(settings.environment(), settings.granted(), home, empty));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the data folder " + settings.data(), e);
        }
    }

    @Override
    public PlanRun plan(PlanTask task, Lease lease) {
        lease.check();
        Toolbox.Found found = tool(task.project(), task.tree(), lease::check);
        if (!(found instanceof Toolbox.Found.Here(Tool tool))) {
            return new PlanRun.Failed(((Toolbox.Found.Missing) found).problem(), "");
        }
        RunFolder folder = folder(task.run());
        try {
            if (!folder.create()) {
                throw new IllegalArgumentException("run " + task.run().value() + " was used before");
            }
            PlanRun run = planning.plan(tool, folder, task, lease);
            folder.end();
            return run;
        } catch (IOException | UncheckedIOException e) {
            throw Unavailable.notDone("the disk failed while planning: " + e.getMessage(), e);
        }
    }

    @Override
    public ApplyRun apply(ApplyTask task, Lease lease) {
        return once(
                task.run(),
                lease,
                called -> tool(task.project(), task.tree(), called),
                (tool, patience) -> applying.apply(tool, folder(task.run()), task, patience));
    }

    @Override
    public ApplyRun edit(EditTask task, Lease lease) {
        return once(
                task.run(),
                lease,
                called -> tool(task.project(), task.tree(), called),
                (tool, patience) -> applying.edit(tool, folder(task.run()), task, patience));
    }

    /** What changes something, on its first try. */
    private interface Change {
        ApplyRun with(Tool tool, Patience patience) throws IOException;
    }

    /** Made when nobody knows of the run; else it is asked how it ended. */
    private ApplyRun once(RunId run, Lease lease, Function<Runnable, Toolbox.Found> tools, Change change) {
        Patience patience = Patience.persistent(lease, settings.applyLimit());
        patience.check();
        RunFolder folder = folder(run);
        try {
            if (folder.exists()) {
                return applying.adopt(folder, patience);
            }
            Toolbox.Found found = tools.apply(patience::check);
            if (!(found instanceof Toolbox.Found.Here(Tool tool))) {
                return new ApplyRun.Failed(((Toolbox.Found.Missing) found).problem(), false, "", Optional.empty());
            }
            return folder.create() ? change.with(tool, patience) : applying.adopt(folder, patience);
        } catch (IOException | UncheckedIOException e) {
            String what = "the disk failed while applying: " + e.getMessage();
            boolean begun = ApplyStep.notes(folder).started() || OwnApply.begun(folder) || EditCourse.begun(folder);
            throw begun ? Unavailable.perhapsDone(what, e) : Unavailable.notDone(what, e);
        }
    }

    private Toolbox.Found tool(Project project, WorkingTree tree, Runnable called) {
        return toolbox.find(
                project.workflow().program(), tree.root().resolve(project.key().dir()), called);
    }

    @Override
    public HookRun run(HookTask task, Lease lease) {
        lease.check();
        Toolbox.Found found = toolbox.find(Program.USUAL, settings.data(), lease::check);
        if (!(found instanceof Toolbox.Found.Here(Tool tool))) {
            return new HookRun(Optional.of(((Toolbox.Found.Missing) found).problem()), "", "");
        }
        RunFolder folder = folder(task.run());
        try {
            if (!folder.create()) {
                throw new IllegalArgumentException("run " + task.run().value() + " was used before");
            }
            Path root = task.tree().root().toRealPath();
            TreeAsLeft.mark(root);
            HookRun run = new HookStep(workshop.root(tool, folder, root, task.tree()))
                    .run(task, Patience.obedient(lease, settings.planLimit()));
            folder.end();
            return run;
        } catch (IOException | UncheckedIOException e) {
            throw Unavailable.notDone("the disk failed during a hook: " + e.getMessage(), e);
        }
    }

    @Override
    public SourceTree asLeft(WorkingTree tree, SourceTree committed) {
        try {
            return TreeAsLeft.of(tree.root().toRealPath(), committed);
        } catch (IOException | UncheckedIOException e) {
            throw Unavailable.notDone("the checkout cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public ApplyRun adopt(RunId run, Lease lease) {
        Patience patience = Patience.persistent(lease, settings.applyLimit());
        try {
            return applying.adopt(folder(run), patience);
        } catch (IOException | UncheckedIOException e) {
            throw Unavailable.notDone("the disk failed while looking for an apply: " + e.getMessage(), e);
        }
    }

    @Override
    public void stop(RunId run) {
        try {
            applying.stop(folder(run));
        } catch (IOException | UncheckedIOException e) {
            throw Unavailable.notDone("the disk failed while stopping a run: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Problem> trouble() {
        Optional<Problem> missing = toolbox.trouble();
        if (missing.isPresent()) {
            return missing;
        }
        if (!Files.isExecutable(SHELL)) {
            return Optional.of(Problem.of(
                    SHELL + " is missing", "a shell that starts terraform", "Use an image or machine that has one"));
        }
        if (settings.home().filter(home -> !Files.isDirectory(home)).isPresent()) {
            return Optional.of(Problem.of(
                    "the home directory for terraform '" + settings.home().get() + "' does not exist",
                    "a directory",
                    "Make it, or correct --run-home"));
        }
        if (Files.isWritable(runs)) {
            return Optional.empty();
        }
        return Optional.of(Problem.of(
                "the folder " + runs + " cannot be written",
                "a folder that belongs to the server's user",
                "Change its owner or permissions, or choose another data folder"));
    }

    @Override
    public String version() {
        return toolbox.version();
    }

    @Override
    public String version(Project project, WorkingTree tree) {
        return switch (tool(project, tree, () -> {})) {
            case Toolbox.Found.Here here -> toolbox.version(here.tool());
            case Toolbox.Found.Missing missing -> missing.problem().met();
        };
    }

    @Override
    public Optional<byte[]> read(RunId run, long offset, int limit) {
        RunFolder folder = folder(run);
        if (!folder.exists()) {
            return Optional.empty();
        }
        try {
            return Optional.of(folder.log().read(offset, limit, redactor, folder.ended()));
        } catch (IOException | UncheckedIOException e) {
            throw Unavailable.notDone("the log of run " + run.value() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Deletes what is kept of a run. One of which something still runs is kept, and the answer is false. */
    public boolean forget(RunId run) {
        RunFolder folder = folder(run);
        try {
            if (folder.exists()) {
                for (var step : folder.steps()) {
                    if (step.exit().isEmpty() && workshop.door().leftOver(run, step)) {
                        return false;
                    }
                }
                folder.delete();
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            throw Unavailable.notDone("run " + run.value() + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    /**
     * Forgets all runs of which nothing was written since {@code then} and nothing runs any more, what init made before then, and
     * downloads that were cut off; says how many runs.
     */
    public int forgetBefore(Instant then) {
        int forgotten = 0;
        try (Stream<Path> folders = Files.list(runs)) {
            for (Path old : folders.toList()) {
                String name = String.valueOf(old.getFileName());
                boolean stale = Files.getLastModifiedTime(old).toInstant().isBefore(then);
                if (stale && name.matches("[A-Za-z0-9-]{1,64}") && forget(new RunId(name))) {
                    forgotten++;
                }
            }
            memory.forgetBefore(then);
            if (shelf.isPresent()) {
                shelf.get().forgetUnused(then);
            }
            toolbox.forgetBefore(then);
            return forgotten;
        } catch (IOException | UncheckedIOException e) {
            throw Unavailable.notDone("the folder " + runs + " cannot be read: " + e.getMessage(), e);
        }
    }

    private RunFolder folder(RunId run) {
        return new RunFolder(runs, run);
    }
}
