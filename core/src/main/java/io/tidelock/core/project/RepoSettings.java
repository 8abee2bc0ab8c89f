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
 * @param conditions of projects that the file does not name
 * @param abreast which runs of one pull request may go side by side
 * @param merges whether a pull request is merged by us once all of it is applied; empty when the operator's word holds
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
        Conditions conditions,
        Place.Abreast abreast,
        Optional<Boolean> merges,
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
            Search search,
            Workflow unnamed,
            boolean strict,
            Map<String, String> facts,
            Optional<Problem> refusal) {
        this(
                file,
                projects,
                search,
                unnamed,
                strict,
                facts,
                Conditions.NONE,
                Place.Abreast.ALWAYS,
                Optional.empty(),
                refusal);
    }

    public RepoSettings(
            Optional<String> file,
            List<ConfiguredProject> projects,
            Autodiscover autodiscover,
            Optional<Problem> refusal) {
        this(
                file,
                projects,
                Search.USUAL.in(autodiscover),
                Workflow.STANDARD,
                false,
                Map.of(),
                Conditions.NONE,
                Place.Abreast.ALWAYS,
                Optional.empty(),
                refusal);
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

    /** The same, with no project that is ever locked. */
    public RepoSettings withoutLocks() {
        return new RepoSettings(
                file,
                projects.stream()
                        .map(project -> project.under(project.conditions().locking(Conditions.Locking.DISABLED)))
                        .toList(),
                search,
                unnamed,
                strict,
                facts,
                conditions.locking(Conditions.Locking.DISABLED),
                abreast,
                merges,
                refusal);
    }

    public RepoSettings with(Map<String, String> known) {
        return new RepoSettings(file, projects, search, unnamed, strict, known, conditions, abreast, merges, refusal);
    }
}
