package io.tidelock.config.select;

import io.tidelock.config.RepoPath;
import io.tidelock.config.WorkspaceName;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds projects by the files that changed, for directories that nobody configured. */
final class Discovery {
    /** Changes to these say that the directory holds a project. */
    private static final List<String> FILES = List.of(
            "**/*.tf",
            "**/*.tf.json",
            "**/*.tfvars",
            "**/*.tfvars.json",
            "**/*.tofu",
            "**/*.tofu.json",
            "**/terragrunt.hcl",
            "**/.terraform.lock.hcl");

    /** A path that holds one of these was written by a program. */
    private static final List<String> IGNORED = List.of("terraform.tfstate", "tflint.hcl");

    /** What a project has in its own directory, when it keeps modules below it. */
    private static final List<String> INDICATORS = List.of("main.tf", "main.tofu", "terragrunt.hcl");

    private final Tree tree;

    Discovery(Tree tree) {
        this.tree = tree;
    }

    List<Project> projects(ChangedPaths changed, Set<String> configured) {
        Set<String> dirs = new TreeSet<>();
        for (String path : changed.matching(".", FILES)) {
            if (IGNORED.stream().noneMatch(path::contains)) {
                directoryOf(path).ifPresent(dirs::add);
            }
        }
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
