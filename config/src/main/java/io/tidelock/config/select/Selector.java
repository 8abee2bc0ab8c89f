package io.tidelock.config.select;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.command.Target;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        Discovery discovery = new Discovery(files, settings.search());
        Modules modules = discovery.modules();
        Set<String> shared = paths.directories().stream()
                .flatMap(dir -> modules.usersOf(dir).stream())
                .collect(Collectors.toSet());
        Map<ProjectKey, ConfiguredProject> touched = new TreeMap<>();
        for (ConfiguredProject project : configured) {
            String dir = project.key().dir();
            boolean asked = mode == Mode.COMMENT || project.autoplan();
            if (asked && (shared.contains(dir) || paths.touch(dir, project.whenModified()))) {
                if (files.linkTo(dir).isPresent() || files.hasDirectory(dir)) {
                    touched.putIfAbsent(project.key(), project);
                }
            }
        }
        Map<ProjectKey, Project> selected = new TreeMap<>(placed(settings, touched.values(), files));
        if (discovers(settings.autodiscover(), configured)) {
            Set<String> known =
                    configured.stream().map(project -> project.key().dir()).collect(Collectors.toSet());
            for (Project project : discovery.projects(paths, known, modules)) {
                selected.putIfAbsent(project.key(), unnamed(settings, project));
            }
        }
        return new Selection(inOrder(selected.values()));
    }

    /** Who comes first is first; within a stage by key. */
    private static List<Project> inOrder(Collection<Project> projects) {
        return projects.stream()
                .sorted(Comparator.comparing(
                                (Project project) -> project.place().stage())
                        .thenComparing(Project::key))
                .toList();
    }

    private static Map<ProjectKey, Project> placed(
            RepoSettings settings, Collection<ConfiguredProject> touched, Tree files) {
        Map<ProjectKey, Integer> stages = Turns.stages(touched);
        Map<ProjectKey, Project> placed = new HashMap<>();
        for (ConfiguredProject project : touched) {
            int stage = stages.getOrDefault(project.key(), 0);
            placed.put(
                    project.key(),
                    meant(settings, project, stage, files.linkTo(project.key().dir())));
        }
        return placed;
    }

    /** The one project that a comment names; {@code changed} counts when only what was touched may be planned. */
    public static Finding find(
            RepoSettings settings, SourceTree tree, ChangedFiles changed, Target target, String baseBranch) {
        Lookup lookup = new Lookup(settings, onBranch(settings, baseBranch), new Tree(tree));
        Finding finding = switch (target) {
            case Target.All all -> throw new IllegalArgumentException("all projects are selected, not found");
            case Target.Named named -> lookup.named(named.name(), baseBranch);
            case Target.InDirectory place -> lookup.in(place.dir(), place.workspace());
        };
        return switch (finding) {
            case Missing missing -> missing;
            case Found found ->
                settings.search().restricted()
                        ? Restriction.check(target, found.project().key(), changed)
                                .<Finding>map(Missing::new)
                                .orElse(found)
                        : found;
        };
    }

    /** These projects as the settings have them now, in the order of their turns; what nobody names is as usual. */
    public static List<Project> known(
            RepoSettings settings, SourceTree tree, Collection<ProjectKey> keys, String baseBranch) {
        Tree files = new Tree(tree);
        Map<ProjectKey, ConfiguredProject> named = new TreeMap<>();
        onBranch(settings, baseBranch).stream()
                .filter(project -> keys.contains(project.key()))
                .forEach(project -> named.putIfAbsent(project.key(), project));
        Map<ProjectKey, Integer> stages = Turns.stages(named.values());
        return inOrder(keys.stream()
                .map(key -> Optional.ofNullable(named.get(key))
                        .map(project -> meant(settings, project, stages.getOrDefault(key, 0), files.linkTo(key.dir())))
                        .orElseGet(() -> unnamed(settings, usual(key, files))))
                .toList());
    }

    private static Project usual(ProjectKey key, Tree files) {
        Project project = Project.standard(key);
        return files.linkTo(key.dir())
                .map(link -> project.refused(Refusal.linked(key.dir(), link)))
                .orElse(project);
    }

    /** The projects for this base branch. What cannot be compared, or put in an order, stays, refused. */
    private static List<ConfiguredProject> onBranch(RepoSettings settings, String baseBranch) {
        List<ConfiguredProject> here = settings.projects().stream()
                .flatMap(project -> {
                    if (project.baseBranch().isEmpty()) {
                        return Stream.of(project);
                    }
                    String expression = project.baseBranch().get();
                    Optional<Boolean> matches = BranchFilter.matches(expression, baseBranch);
                    return matches.isEmpty()
                            ? Stream.of(project.refused(Refusal.branch(expression)))
                            : Stream.of(project).filter(kept -> matches.get());
                })
                .toList();
        Set<String> names = settings.projects().stream()
                .map(project -> project.key().name())
                .collect(Collectors.toSet());
        Map<ProjectKey, Problem> faults = Turns.faults(here, names);
        return here.stream()
                .map(project -> Optional.ofNullable(faults.get(project.key()))
                        .map(project::refused)
                        .orElse(project))
                .toList();
    }

    private static boolean discovers(Autodiscover mode, List<ConfiguredProject> configured) {
        return switch (mode) {
            case AUTO -> configured.isEmpty();
            case ENABLED -> true;
            case DISABLED -> false;
        };
    }

    static Project meant(RepoSettings settings, ConfiguredProject project, int stage, Optional<String> link) {
        Optional<Problem> refusal = project.refusal()
                .or(() -> link.map(found -> Refusal.linked(project.key().dir(), found)));
        Place place = new Place(stage, Set.copyOf(project.wish().dependsOn()), settings.strict(), settings.abreast());
        boolean usual = project.workflow().equals(settings.unnamed());
        return new Project(
                project.key(),
                project.workflow(),
                refusal,
                place,
                settings.facts(),
                usual ? Optional.empty() : settings.file(),
                project.conditions());
    }

    /** What the file refuses as a whole, it refuses also for projects that it does not name. */
    static Project unnamed(RepoSettings settings, Project project) {
        return new Project(
                project.key(),
                settings.unnamed(),
                project.refusal().or(settings::refusal),
                new Place(0, Set.of(), settings.strict(), settings.abreast()),
                settings.facts(),
                Optional.empty(),
                settings.conditions());
    }
}
