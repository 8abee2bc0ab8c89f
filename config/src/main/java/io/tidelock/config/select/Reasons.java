package io.tidelock.config.select;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.RepoSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says for people why a project is selected: which file, by which pattern or module. */
public final class Reasons {
    private final RepoSettings settings;
    private final ChangedPaths changed;
    private final Modules modules;

    public Reasons(RepoSettings settings, SourceTree tree, ChangedFiles changed) {
        this.settings = settings;
        this.changed = new ChangedPaths(changed.paths());
        this.modules = new Discovery(new Tree(tree), settings.search()).modules();
    }

    /** A sentence without its full stop. */
    public String of(Project project) {
        Optional<ConfiguredProject> configured = settings.projects().stream()
                .filter(known -> known.key().equals(project.key()))
                .findFirst();
        String dir = project.key().dir();
        if (configured.isPresent()) {
            List<String> patterns = configured.get().whenModified();
            List<String> paths = changed.matching(dir, patterns);
            if (!paths.isEmpty()) {
                return paths.getFirst() + " matches '" + last(dir, patterns, paths.getFirst()) + "'"
                        + more(paths.size());
            }
        }
        Set<String> used = new TreeSet<>(changed.directories());
        used.removeIf(module -> !modules.usersOf(module).contains(dir));
        if (!used.isEmpty()) {
            return "it uses the module " + used.iterator().next() + ", which changed";
        }
        List<String> own = changed.matching(".", settings.search().fileList()).stream()
                .filter(path -> dir.equals(".") || path.startsWith(dir + "/"))
                .toList();
        return own.isEmpty() ? "it changed" : own.getFirst() + " changed" + more(own.size());
    }

    /** The pattern that decided. */
    private String last(String dir, List<String> patterns, String path) {
        ChangedPaths one = new ChangedPaths(List.of(path));
        return patterns.reversed().stream()
                .filter(pattern -> !pattern.strip().startsWith("!") && one.touch(dir, List.of(pattern)))
                .findFirst()
                .orElse("");
    }

    private static String more(int found) {
        return found > 1 ? ", and " + (found - 1) + " more" : "";
    }
}
