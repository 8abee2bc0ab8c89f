package io.tidelock.core.project;

import io.tidelock.core.outcome.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A project that is to be worked on.
 *
 * @param refusal why it must not run, although it is selected: it is shown red with this reason
 * @param place when its turn comes
 * @param facts of the pull request, by the names of the variables in which steps of people's own get them; never shell text
 * @param basis the file that says how it is run, when that is not the usual way: its plan depends on it
 * @param conditions under which it is worked on
 */
public record Project(
        ProjectKey key,
        Workflow workflow,
        Optional<Problem> refusal,
        Place place,
        Map<String, String> facts,
        Optional<String> basis,
        Conditions conditions) {
    public Project {
        facts = Map.copyOf(facts);
    }

    public Project(ProjectKey key, Workflow workflow, Optional<Problem> refusal) {
        this(key, workflow, refusal, Place.FIRST, Map.of(), Optional.empty(), Conditions.NONE);
    }

    public Project(
            ProjectKey key,
            Workflow workflow,
            Optional<Problem> refusal,
            Place place,
            Map<String, String> facts,
            Optional<String> basis) {
        this(key, workflow, refusal, place, facts, basis, Conditions.NONE);
    }

    /** The same, with a reason why it must not run; one that it has already goes first. */
    public Project refused(Problem why) {
        return new Project(key, workflow, refusal.or(() -> Optional.of(why)), place, facts, basis, conditions);
    }

    /** The same, with these facts as well. */
    public Project knowing(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(facts);
        all.putAll(more);
        return new Project(key, workflow, refusal, place, all, basis, conditions);
    }

    public static Project standard(ProjectKey key) {
        return new Project(key, Workflow.STANDARD, Optional.empty());
    }
}
