package io.tidelock.core.project;

import java.util.List;
import java.util.Optional;

/**
 * What the repository's own file means, or the defaults when there is none.
 *
 * @param file the file it was read from, for messages
 * @param autodiscover whether directories that no project names are found by their changed files
 */
public record RepoSettings(Optional<String> file, List<ConfiguredProject> projects, Autodiscover autodiscover) {
    public enum Autodiscover {
        /** Only when no project is configured. */
        AUTO,
        ENABLED,
        DISABLED
    }

    public RepoSettings {
        projects = List.copyOf(projects);
    }

    public static RepoSettings none() {
        return new RepoSettings(Optional.empty(), List.of(), Autodiscover.AUTO);
    }
}
