package io.tidelock.server.execute;

import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Who goes together, who has to wait, and for whom. */
final class Stages {
    private Stages() {}

    /** Those of the lowest stage first; within one, in the order they came. */
    static <T> List<List<T>> of(Collection<T> all, Function<T, Project> project) {
        TreeMap<Integer, List<T>> stages = new TreeMap<>();
        for (T one : all) {
            stages.computeIfAbsent(project.apply(one).place().stage(), unused -> new ArrayList<>())
                    .add(one);
        }
        return List.copyOf(stages.values());
    }

    /** What is run at once: all of it, or each by itself when it must not go side by side. */
    static List<List<Runnable>> turns(List<Runnable> runs, boolean abreast) {
        return abreast ? List.of(runs) : runs.stream().map(List::of).toList();
    }

    /** Those whose turn comes earlier. */
    static Set<ProjectKey> before(int stage, Collection<Project> all) {
        return all.stream()
                .filter(project -> project.place().stage() < stage)
                .map(Project::key)
                .collect(Collectors.toSet());
    }

    /** Why the project must not be planned: one of those that were planned before it failed, and that counts. */
    static Optional<String> held(Project project, Collection<ProjectKey> before, Board board) {
        return failed(project, before, board, outcome -> settled(outcome) || outcome instanceof Outcome.Planned);
    }

    private static Optional<String> failed(
            Project project, Collection<ProjectKey> before, Board board, Predicate<Outcome> well) {
        return board.results().stream()
                .filter(result -> project.place().strict() && before.contains(result.key()))
                .filter(result -> !well.test(result.outcome()))
                .findFirst()
                .map(result -> "`" + result.key().label() + "`, which comes before it, did not end well");
    }

    /**
     * Why the project must not be applied yet: what it depends on is not, or, where that counts, one of those that are meant
     * together with it and come before it is not. What the pull request does not touch asks for nothing.
     */
    static Optional<String> waits(Project project, Collection<Project> together, Board board) {
        String missing = board.results().stream()
                .filter(result -> project.place().after().contains(result.key().name()))
                .filter(result -> !settled(result.outcome()))
                .map(result -> "`" + result.key().label() + "`")
                .sorted()
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? failed(project, before(project.place().stage(), together), board, Stages::settled)
                : Optional.of("it depends on " + missing + ", which is not applied");
    }

    private static boolean settled(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied applied -> true;
            case Outcome.Unchanged unchanged -> true;
            case Outcome.Planned planned -> false;
            case Outcome.Stale stale -> false;
            case Outcome.Underway underway -> false;
            case Outcome.PlanFailed failed -> false;
            case Outcome.Locked locked -> false;
            case Outcome.ApplyFailed failed -> false;
            case Outcome.ApplyUnknown unknown -> false;
            case Outcome.Discarded discarded -> false;
        };
    }
}
