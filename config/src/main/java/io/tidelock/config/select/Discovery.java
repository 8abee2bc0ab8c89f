package io.tidelock.config.select;

import io.tidelock.config.RepoPath;
import io.tidelock.config.WorkspaceName;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Search;
import io.tidelock.core.project.Workflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds projects by the files that changed, for directories that nobody configured. */
final class Discovery {
    /** A path that holds one of these was written by a program. */
    private static final List<String> WRITTEN = List.of("terraform.tfstate", "tflint.hcl");

    /** What a project has in its own directory, when it keeps modules below it. */
    private static final List<String> INDICATORS = List.of("main.tf", "main.tofu", "terragrunt.hcl");

    private final Tree tree;
    private final Search search;
    private final Ignored ignored;

    Discovery(Tree tree, Search search) {
        this.tree = tree;
        this.search = search;
        this.ignored = Ignored.of(search);
    }

    /** Who uses which module; nobody, when nobody is to be looked at. */
    Modules modules() {
        if (search.modules().isEmpty()) {
            return Modules.none(tree);
        }
        ChangedPaths all = new ChangedPaths(tree.source().files());
        Set<String> dirs = new TreeSet<>();
        all.matching(".", search.modules().get())
                .forEach(path -> directoryOf(path).ifPresent(dirs::add));
        return Modules.usedBy(dirs, tree);
    }

    List<Project> projects(ChangedPaths changed, Set<String> configured, Modules modules) {
        Set<String> dirs = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        for (String path : changed.matching(".", search.fileList())) {
            if (WRITTEN.stream().noneMatch(path::contains)) {
                directoryOf(path).ifPresent(dirs::add);
                String dir = RepoPath.parent(path);
                if (seen.add(dir)) {
                    dirs.addAll(modules.usersOf(dir));
                }
            }
        }
        dirs.removeIf(ignored::holds);
        List<Project> projects = new ArrayList<>();
        for (String dir : dirs) {
            if (!configured.contains(dir)) {
                project(dir).ifPresent(projects::add);
            }
        }
        return projects;
    }

    /** The directory of the project that a changed file speaks for. */
    private Optional<String> directoryOf(String path) {
        String dir = RepoPath.parent(path);
        if (dir.equals("env") || dir.endsWith("/env")) {
            return Optional.of(RepoPath.parent(dir));
        }
        if (("/" + dir + "/").contains("/modules/")) {
            String before = (dir + "/").substring(0, (dir + "/").indexOf("modules/"));
            return RepoPath.clean(before)
                    .filter(above -> INDICATORS.stream().anyMatch(file -> tree.hasFile(above, file)));
        }
        return Optional.of(dir);
    }

    private Optional<Project> project(String dir) {
        Optional<Problem> linked = tree.linkTo(dir).map(link -> Refusal.linked(dir, link));
        if (linked.isPresent()) {
            return Optional.of(new Project(ProjectKey.at(dir), Workflow.STANDARD, linked));
        }
        if (!tree.hasDirectory(dir)) {
            return Optional.empty();
        }
        String workspace = CloudWorkspace.in(tree, dir).orElse(ProjectKey.DEFAULT_WORKSPACE);
        Optional<Problem> fault = WorkspaceName.fault(workspace).map(why -> Refusal.workspace(dir, workspace, why));
        return Optional.of(
                fault.isPresent()
                        ? new Project(ProjectKey.at(dir), Workflow.STANDARD, fault)
                        : Project.standard(new ProjectKey(dir, workspace, "")));
    }
}
