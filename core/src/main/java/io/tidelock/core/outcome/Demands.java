package io.tidelock.core.outcome;

import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Requirement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What projects of a pull request require before they are applied, and what of it was missing when their host was last asked.
 *
 * @param settled false when the host had not found out yet, or did not answer: it is asked again soon
 * @param kept keys of the repository's file that are as the base branch has them, whatever the head says
 */
public record Demands(List<Demand> of, boolean settled, List<String> kept) {
    /** Nothing is required of anybody. */
    public static final Demands NONE = new Demands(List.of(), true);

    public Demands {
        of = List.copyOf(of);
        kept = List.copyOf(kept);
    }

    public Demands(List<Demand> of, boolean settled) {
        this(of, settled, List.of());
    }

    public Demands keeping(List<String> keys) {
        return new Demands(of, settled, keys);
    }

    /**
     * Of one project.
     *
     * @param required what the host is asked about; not empty
     * @param lacks what of it is missing
     */
    public record Demand(ProjectKey project, List<Requirement> required, List<Lack> lacks) {
        public Demand {
            required = List.copyOf(required);
            lacks = List.copyOf(lacks);
        }
    }

    /** What is missing for one requirement, and what would turn it green. */
    public record Lack(Requirement requirement, Problem problem) {}

    /** Nothing is required of anybody, and nothing is to be said. */
    public boolean none() {
        return of.isEmpty() && kept.isEmpty();
    }

    /** True when this is required of any project. */
    public boolean ask(Requirement requirement) {
        return of.stream().anyMatch(demand -> demand.required().contains(requirement));
    }

    /** What is missing for the project; nothing when nothing is required of it. */
    public List<Lack> lacks(ProjectKey project) {
        return of.stream()
                .filter(demand -> demand.project().equals(project))
                .flatMap(demand -> demand.lacks().stream())
                .toList();
    }

    /** Of the projects that were {@code judged} anew what {@code newer} says, and of the others as before. */
    public Demands with(Collection<ProjectKey> judged, Demands newer) {
        Map<ProjectKey, Demand> all = new TreeMap<>();
        of.forEach(demand -> all.put(demand.project(), demand));
        all.keySet().removeAll(judged);
        newer.of.forEach(demand -> all.put(demand.project(), demand));
        return new Demands(List.copyOf(all.values()), settled && newer.settled, kept);
    }

    /** Without those of other projects. */
    public Demands only(Collection<ProjectKey> projects) {
        return new Demands(
                of.stream()
                        .filter(demand -> projects.contains(demand.project()))
                        .toList(),
                settled,
                kept);
    }
}
