package io.tidelock.core.project;

import io.tidelock.core.outcome.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the repository's own file means, or the defaults when there is none.
 *
 * @param file the file it was read from, for messages
 * @param search how projects are found by what changed
 * @param unnamed the workflow of projects that the file does not name
 * @param strict true when a failure keeps projects of later groups from being run
 * @param facts of the pull request, for steps of people's own; never shell text
 * @param refusal set when the file as a whole asks for something that would be unsafe to ignore: no project may run, also none
 *     that the file does not name
 */
public record RepoSettings(
        Optional<String> file,
        List<ConfiguredProject> projects,
        Search search,
        Workflow unnamed,
        boolean strict,
        Map<String, String> facts,
        Optional<Problem> refusal) {
    public enum Autodiscover {
        /** Only when no project is configured. */
        AUTO,
        ENABLED,
        DISABLED
    }

    public RepoSettings {
        projects = List.copyOf(projects);
        facts = Map.copyOf(facts);
    }

    public RepoSettings(
            Optional<String> file,
            List<ConfiguredProject> projects,
            Autodiscover autodiscover,
            Optional<Problem> refusal) {
        this(file, projects, Search.USUAL.in(autodiscover), Workflow.STANDARD, false, Map.of(), refusal);
    }

    public RepoSettings(Optional<String> file, List<ConfiguredProject> projects, Autodiscover autodiscover) {
        this(file, projects, autodiscover, Optional.empty());
    }

    public static RepoSettings none() {
        return new RepoSettings(Optional.empty(), List.of(), Autodiscover.AUTO);
    }

    public Autodiscover autodiscover() {
        return search.mode();
    }

    public RepoSettings with(Map<String, String> known) {
        return new RepoSettings(file, projects, search, unnamed, strict, known, refusal);
    }
}
