package io.tidelock.server.execute;

import io.tidelock.config.select.Selector;
import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds out what a head lacks that its base has, project by project. */
final class Divergence {
    private final Checkouts checkouts;

    Divergence(Checkouts checkouts) {
        this.checkouts = checkouts;
    }

    /** What the base branch has changed of each project since the head left it. */
    Map<ProjectKey, List<String>> missed(Attempt attempt, Collection<Project> projects) {
        ChangedFiles missed =
                checkouts.missed(attempt.pull(), attempt.prospect().heads(), attempt.lease());
        Map<ProjectKey, List<String>> touched = new TreeMap<>();
        if (missed.files().isEmpty()) {
            return touched;
        }
        Selector.select(
                        attempt.settings(),
                        attempt.prospect().source(),
                        missed,
                        attempt.request().base().branch(),
                        Selector.Mode.COMMENT)
                .projects()
                .forEach(project -> touched.put(project.key(), of(project.key(), missed)));
        Set<String> dirs = touched.keySet().stream().map(ProjectKey::dir).collect(Collectors.toSet());
        Set<ProjectKey> configured = attempt.settings().projects().stream()
                .map(ConfiguredProject::key)
                .collect(Collectors.toSet());
        projects.stream()
                .map(Project::key)
                .filter(key -> !configured.contains(key))
                .filter(key ->
                        dirs.contains(key.dir()) || missed.paths().stream().anyMatch(path -> isIn(path, key)))
                .forEach(key -> touched.putIfAbsent(key, of(key, missed)));
        return touched;
    }

    /** Of a project that only a comment names, selection does not tell. */
    private static boolean isIn(String path, ProjectKey key) {
        return key.dir().equals(".") ? path.indexOf('/') < 0 : path.startsWith(key.dir() + "/");
    }

    /** Those in its own directory, where there are any; else all. */
    private static List<String> of(ProjectKey key, ChangedFiles missed) {
        List<String> all = missed.paths().stream().sorted().toList();
        List<String> own =
                all.stream().filter(path -> path.startsWith(key.dir() + "/")).toList();
        return own.isEmpty() ? all : own;
    }
}
