package io.tidelock.config.select;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.command.Target;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which projects are meant: by changed files, or by a comment. */
public final class Selector {
    /** Who asks. */
    public enum Mode {
        /** A push: only projects that are planned by themselves. */
        AUTO,
        /** A comment: also projects with {@code autoplan: {enabled: false}}. */
        COMMENT
    }

    /** What came of looking for one project. */
    public sealed interface Finding permits Found, Missing {}

    /** The project that was meant. It may carry a refusal. */
    public record Found(Project project) implements Finding {}

    /** There is no such project, or it cannot be said which. */
    public record Missing(Problem problem) implements Finding {}

    private Selector() {}

    /** The projects that the changed files touch. */
    public static Selection select(
            RepoSettings settings, SourceTree tree, ChangedFiles changed, String baseBranch, Mode mode) {
        Tree files = new Tree(tree);
        ChangedPaths paths = new ChangedPaths(changed.paths());
        List<ConfiguredProject> configured = onBranch(settings, baseBranch);
        Map<ProjectKey, Project> selected = new TreeMap<>();
        for (ConfiguredProject project : configured) {
            String dir = project.key().dir();
            boolean asked = mode == Mode.COMMENT || project.autoplan();
            if (asked && paths.touch(dir, project.whenModified())) {
                Optional<String> link = files.linkTo(dir);
                if (link.isPresent() || files.hasDirectory(dir)) {
                    selected.putIfAbsent(project.key(), meant(project, link));
                }
            }
        }
        if (discovers(settings.autodiscover(), configured)) {
            Set<String> known =
                    configured.stream().map(project -> project.key().dir()).collect(Collectors.toSet());
            for (Project project : new Discovery(files).projects(paths, known)) {
                selected.putIfAbsent(project.key(), refusedBy(settings, project));
            }
        }
        return new Selection(List.copyOf(selected.values()));
    }

    /** The one project that a comment names. */
    public static Finding find(RepoSettings settings, SourceTree tree, Target target, String baseBranch) {
        Lookup lookup = new Lookup(settings, onBranch(settings, baseBranch), new Tree(tree));
        return switch (target) {
            case Target.All all -> throw new IllegalArgumentException("all projects are selected, not found");
            case Target.Named named -> lookup.named(named.name(), baseBranch);
            case Target.InDirectory place -> lookup.in(place.dir(), place.workspace());
        };
    }

    /** The projects for this base branch. One whose expression cannot be tried stays, refused. */
    private static List<ConfiguredProject> onBranch(RepoSettings settings, String baseBranch) {
        return settings.projects().stream()
                .flatMap(project -> {
                    if (project.baseBranch().isEmpty()) {
                        return java.util.stream.Stream.of(project);
                    }
                    String expression = project.baseBranch().get();
                    Optional<Boolean> matches = BranchFilter.matches(expression, baseBranch);
                    return matches.isEmpty()
                            ? java.util.stream.Stream.of(refused(project, Refusal.branch(expression)))
                            : java.util.stream.Stream.of(project).filter(kept -> matches.get());
                })
                .toList();
    }

    private static ConfiguredProject refused(ConfiguredProject project, Problem why) {
        return new ConfiguredProject(
                project.key(),
                project.whenModified(),
                project.autoplan(),
                project.baseBranch(),
                project.workflow(),
                project.refusal().or(() -> Optional.of(why)));
    }

    private static boolean discovers(Autodiscover mode, List<ConfiguredProject> configured) {
        return switch (mode) {
            case AUTO -> configured.isEmpty();
            case ENABLED -> true;
            case DISABLED -> false;
        };
    }

    private static Project meant(ConfiguredProject project, Optional<String> link) {
        Optional<Problem> refusal = project.refusal()
                .or(() -> link.map(found -> Refusal.linked(project.key().dir(), found)));
        return new Project(project.key(), project.workflow(), refusal);
    }

    /** What the file refuses as a whole, it refuses also for projects that it does not name. */
    static Project refusedBy(RepoSettings settings, Project project) {
        return new Project(project.key(), project.workflow(), project.refusal().or(settings::refusal));
    }
}
