package io.tidelock.run.terraform;

import io.tidelock.core.job.Stopped;
import io.tidelock.core.port.Unavailable;
import io.tidelock.run.process.Child;
import io.tidelock.run.process.End;
import io.tidelock.run.process.Launch;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.ProcessDoor;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.process.StepFolder;
import io.tidelock.run.tool.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Terraform, as it is called in one directory for one run. */
public final class Terraform {
    private final ProcessDoor door;
    private final Tool tool;
    private final Map<String, String> environment;
    private final RunFolder folder;
    private final Path dir;

    public Terraform(ProcessDoor door, Tool tool, Map<String, String> environment, RunFolder folder, Path dir) {
        this.door = door;
        this.tool = tool;
        this.environment = Map.copyOf(environment);
        this.folder = folder;
        this.dir = dir;
    }

    public RunFolder folder() {
        return folder;
    }

    public Path dir() {
        return dir;
    }

    /** All that its processes are given. */
    public Map<String, String> environment() {
        return environment;
    }

    public Tool tool() {
        return tool;
    }

    /** The same, called with these variables as well. */
    public Terraform with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Terraform(door, tool, all, folder, dir);
    }

    /**
     * Runs another program in the same place. When the lease calls us away, it is stopped, unless it is to be left alone.
     *
     * @param shown what the log says is run
     * @param answer where its output goes; the log when empty
     * @param apart true when only standard output goes there, and errors to the log
     */
    public Ran program(
            String step,
            List<String> argv,
            String shown,
            Optional<Path> answer,
            boolean apart,
            boolean undisturbed,
            Patience patience) {
        Started started = start(step, argv, shown, answer, apart);
        if (!undisturbed) {
            Ran ran = started.ended(patience);
            if (ran.end() instanceof End.Called called) {
                throw new Stopped(called.reason());
            }
            return ran;
        }
        return started.left(patience);
    }

    /** Runs to its end. When the lease calls us away the program is stopped first; {@link End.Late} says it took too long. */
    public Ran run(String step, List<String> arguments, Patience patience) {
        Ran ran = start(step, arguments, Optional.empty()).ended(patience);
        if (ran.end() instanceof End.Called called) {
            throw new Stopped(called.reason());
        }
        return ran;
    }

    /** As {@link #run}, with standard output in a file of its own. */
    public Ran ask(String step, List<String> arguments, Path answer, Patience patience) {
        Ran ran = start(step, arguments, Optional.of(answer)).ended(patience);
        if (ran.end() instanceof End.Called called) {
            throw new Stopped(called.reason());
        }
        return ran;
    }

    /**
     * As {@link #run}, but when the lease calls us away the program goes on by itself; and one that took too long is said to
     * have ended as it did when it was stopped.
     */
    public Ran runUndisturbed(String step, List<String> arguments, Patience patience) {
        return start(step, arguments, Optional.empty()).left(patience);
    }

    private Started start(String step, List<String> arguments, Optional<Path> answer) {
        List<String> argv = new ArrayList<>();
        argv.add(tool.path().toString());
        argv.addAll(arguments);
        return start(step, argv, shown(arguments), answer, true);
    }

    private Started start(String step, List<String> argv, String shown, Optional<Path> answer, boolean apart) {
        try {
            folder.log().say("$ " + shown);
            long from = folder.log().size();
            StepFolder notes = folder.step(step);
            notes.begin(from);
            Path log = folder.log().file();
            Launch launch = new Launch(
                    argv,
                    dir,
                    environment,
                    answer.orElse(log),
                    answer.filter(_ -> apart).map(_ -> log));
            return new Started(door.start(folder.run(), notes, launch), from);
        } catch (IOException e) {
            throw Unavailable.notDone(
                    "cannot write the log of run " + folder.run().value() + ": " + e.getMessage(), e);
        }
    }

    /** For people: without our own folders, line by line safe. */
    private String shown(List<String> arguments) {
        String line = tool.name() + " " + String.join(" ", arguments);
        return line.replace(folder.file("").toString() + "/", "").replaceAll("\\p{Cntrl}", " ");
    }

    private record Started(Child child, long from) {
        /** Waits; when the lease calls us away the program goes on by itself. */
        Ran left(Patience patience) {
            End end = child.await(patience);
            if (end instanceof End.Called called) {
                throw new Stopped(called.reason());
            }
            return new Ran(end instanceof End.Late ? child.stop() : end, from);
        }

        /** Waits, and sees to it that nothing is left when waiting ended before the program did. */
        Ran ended(Patience patience) {
            return new Ran(child.awaitOrStop(patience), from);
        }
    }
}
