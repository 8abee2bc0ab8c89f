package io.tidelock.core.project;

import io.tidelock.core.outcome.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What the repository's own file means, or the defaults when there is none.
 *
 * @param file the file it was read from, for messages
 * @param autodiscover whether directories that no project names are found by their changed files
 * @param refusal set when the file as a whole asks for something that would be unsafe to ignore: no project may run, also none
 *     that the file does not name
 */
public record RepoSettings(
        Optional<String> file, List<ConfiguredProject> projects, Autodiscover autodiscover, Optional<Problem> refusal) {
    public enum Autodiscover {
        /** Only when no project is configured. */
        AUTO,
        ENABLED,
        DISABLED
    }

    public RepoSettings {
        projects = List.copyOf(projects);
    }

    public RepoSettings(Optional<String> file, List<ConfiguredProject> projects, Autodiscover autodiscover) {
        this(file, projects, autodiscover, Optional.empty());
    }

    public static RepoSettings none() {
        return new RepoSettings(Optional.empty(), List.of(), Autodiscover.AUTO);
    }
}
