package io.tidelock.config.select;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.RepoPath;
import io.tidelock.config.WorkspaceName;
import io.tidelock.config.select.Selector.Finding;
import io.tidelock.config.select.Selector.Found;
import io.tidelock.config.select.Selector.Missing;
import io.tidelock.config.yaml.Quote;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the one project that somebody named. */
final class Lookup {
    private static final int MOST_NAMED = 10;

    private final RepoSettings settings;
    private final List<ConfiguredProject> configured;
    private final Tree tree;

    /** @param configured those of the settings that are for the base branch */
    Lookup(RepoSettings settings, List<ConfiguredProject> configured, Tree tree) {
        this.settings = settings;
        this.configured = configured;
        this.tree = tree;
    }

    Finding named(String name, String baseBranch) {
        List<ConfiguredProject> matches = configured.stream()
                .filter(project -> !name.isEmpty() && project.key().name().equals(name))
                .toList();
        if (matches.size() == 1) {
            return found(matches.getFirst());
        }
        if (matches.size() > 1) {
            return missing(
                    matches.size() + " projects have the name " + Quote.of(name),
                    "one project of this name for the base branch " + Quote.of(baseBranch),
                    "Use -d with the directory.");
        }
        String file = settings.file().orElse("");
        if (file.isEmpty()) {
            return missing(
                    "no project is named " + Quote.of(name)
                            + ": there is no tidelock.yaml or atlantis.yaml to name one",
                    "a project named in that file",
                    "Use -d with the directory.");
        }
        if (settings.projects().stream()
                .anyMatch(project -> project.key().name().equals(name))) {
            return missing(
                    "the project " + Quote.of(name) + " is not for the base branch " + Quote.of(baseBranch),
                    "a base branch that matches its 'branch' in " + file,
                    "");
        }
        TreeSet<String> names = configured.stream()
                .map(project -> project.key().name())
                .filter(known -> !known.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return missing(
                "no project in " + file + " is named " + Quote.of(name),
                names.isEmpty() ? "a name that " + file + " gives to a project" : listed(names),
                DidYouMean.among(name, names)
                        .map(near -> "Did you mean -p " + near + "?")
                        .orElse("Use -p with a name, or -d with the directory."));
    }

    Finding in(String written, String workspace) {
        Optional<String> clean = written.startsWith("/") ? Optional.empty() : RepoPath.clean(written);
        if (clean.isEmpty()) {
            return missing(
                    "the directory " + Quote.of(written), "a directory inside the repository", "For the root use -d .");
        }
        String dir = clean.get();
        Optional<String> fault = WorkspaceName.fault(workspace);
        if (fault.isPresent()) {
            return missing("the workspace " + Quote.of(workspace) + " " + fault.get(), WorkspaceName.EXPECTED, "");
        }
        List<ConfiguredProject> here = configured.stream()
                .filter(project -> project.key().dir().equals(dir))
                .toList();
        List<ConfiguredProject> matches = here.stream()
                .filter(project -> project.key().workspace().equals(workspace))
                .toList();
        if (matches.size() == 1) {
            return found(matches.getFirst());
        }
        if (matches.size() > 1) {
            List<String> names = matches.stream()
                    .map(project -> project.key().name())
                    .filter(name -> !name.isEmpty())
                    .sorted()
                    .toList();
            return missing(
                    matches.size() + " projects are in " + Quote.of(dir) + " with the workspace " + Quote.of(workspace),
                    "the name of one: " + listed(names),
                    names.isEmpty() ? "" : "Use -p " + names.getFirst() + ", for example.");
        }
        return here.isEmpty() ? unnamed(dir, workspace) : wrongWorkspace(dir, workspace, here);
    }

    private Finding wrongWorkspace(String dir, String workspace, List<ConfiguredProject> here) {
        TreeSet<String> allowed =
                here.stream().map(project -> project.key().workspace()).collect(Collectors.toCollection(TreeSet::new));
        return missing(
                "the workspace " + Quote.of(workspace) + " for the directory " + Quote.of(dir),
                "a workspace that " + settings.file().orElse("the file") + " has for it: " + listed(allowed),
                "Use -d " + dir + " -w " + allowed.getFirst() + ", for example.");
    }

    /** A directory that no project names is one all the same, when terraform could run there. */
    private Finding unnamed(String dir, String workspace) {
        Optional<String> link = tree.linkTo(dir);
        if (link.isPresent()) {
            return new Missing(Refusal.linked(dir, link.get()));
        }
        if (Ignored.of(settings.search()).holds(dir)) {
            return missing(
                    "the directory " + Quote.of(dir)
                            + " is kept from being planned by 'autodiscover: {ignore_paths: …}'",
                    "a directory that is not ignored, or a project",
                    "Name it as a project in " + settings.file().orElse("atlantis.yaml") + ", or ignore less.");
        }
        if (tree.holdsTerraform(dir)) {
            return new Found(Selector.unnamed(settings, Project.standard(new ProjectKey(dir, workspace, ""))));
        }
        return missing(
                tree.hasDirectory(dir)
                        ? "the directory " + Quote.of(dir) + " holds no terraform files"
                        : "there is no directory " + Quote.of(dir),
                "a directory that holds *.tf, *.tf.json or *.tofu files, or terragrunt.hcl",
                DidYouMean.among(dir, tree.terraformDirectories())
                        .map(near -> "Did you mean -d " + near + "?")
                        .orElse("Use -d with the path from the root of the repository."));
    }

    private Finding found(ConfiguredProject project) {
        String dir = project.key().dir();
        Optional<String> link = tree.linkTo(dir);
        if (link.isPresent()) {
            return new Missing(Refusal.linked(dir, link.get()));
        }
        if (!tree.hasDirectory(dir)) {
            return missing(
                    "the project " + Quote.of(project.key().label()) + " is in " + Quote.of(dir)
                            + ", which does not exist",
                    "a directory of this pull request",
                    "Correct 'dir' in " + settings.file().orElse("the file") + ", or add the directory.");
        }
        return new Found(Selector.meant(settings, project, 0, Optional.empty()));
    }

    private static String listed(Collection<String> words) {
        String first = words.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return words.size() > MOST_NAMED ? first + " and " + (words.size() - MOST_NAMED) + " more" : first;
    }

    private static Missing missing(String met, String expected, String next) {
        return new Missing(Problem.of(met, expected, next));
    }
}
