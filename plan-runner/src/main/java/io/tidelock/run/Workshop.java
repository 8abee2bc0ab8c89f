package io.tidelock.run;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.run.meaning.KeyedHash;
import io.tidelock.run.memory.InitMemory;
import io.tidelock.run.memory.ProviderShelf;
import io.tidelock.run.process.ChildEnvironment;
import io.tidelock.run.process.ProcessDoor;
import io.tidelock.run.process.Redactor;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.process.Turns;
import io.tidelock.run.step.Site;
import io.tidelock.run.terraform.Terraform;
import io.tidelock.run.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What every run needs, whatever it does.
 *
 * @param shelf providers for all projects together, where there is such a thing
 */
record Workshop(
        ProcessDoor door,
        ChildEnvironment environment,
        Redactor redactor,
        Turns turns,
        KeyedHash hash,
        InitMemory memory,
        Optional<ProviderShelf> shelf) {
    /** A place to work at, or why there is none. */
    sealed interface Opened {
        record Ready(Site site) implements Opened {}

        record Closed(Problem problem) implements Opened {}
    }

    Opened open(Tool tool, RunFolder folder, Project project, WorkingTree tree) throws IOException {
        String dir = project.key().dir();
        Optional<Path> path = inside(tree.root(), dir);
        if (path.isEmpty()) {
            return new Opened.Closed(Problem.of(
                    "the project's directory '" + dir + "' "
                            + (Files.exists(tree.root().resolve(dir))
                                    ? "leads out of the repository"
                                    : "does not exist"),
                    "a directory of the repository",
                    "Correct 'dir' of this project, or add the directory"));
        }
        Map<String, String> known = new HashMap<>(environment.values());
        known.put("WORKSPACE", project.key().workspace());
        known.put("DIR", path.get().toString());
        Terraform terraform = new Terraform(door, tool, known, folder, path.get());
        return new Opened.Ready(
                new Site(terraform, tree.root().toRealPath(), dir, project.key().workspace(), tree.commit(), redactor));
    }

    /** The root of a tree, for a hook. */
    Site root(Tool tool, RunFolder folder, Path root, WorkingTree tree) {
        Terraform terraform = new Terraform(door, tool, environment.values(), folder, root);
        return new Site(terraform, root, ".", ProjectKey.DEFAULT_WORKSPACE, tree.commit(), redactor);
    }

    /** The directory itself, symbolic links resolved, when it is in the tree. */
    private static Optional<Path> inside(Path root, String dir) throws IOException {
        Path path = root.resolve(dir);
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        Path real = path.toRealPath();
        return real.startsWith(root.toRealPath()) ? Optional.of(real) : Optional.empty();
    }
}
