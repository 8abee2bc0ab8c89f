package io.tidelock.server.execute;

import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ProjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says to who asked what is not applied yet, and what would change that. */
final class Unmet {
    private static final int MOST_NAMES = 20;

    private Unmet() {}

    static Problem locked(String holder) {
        return Problem.of(
                holder + " has its lock", "a free lock", "Wait until that is merged, or comment `unlock` there");
    }

    /** Projects that lack the same are told together. */
    static Evidence answer(CommentOrder order, Map<ProjectKey, List<Problem>> unmet) {
        return new Evidence.Answer(
                order,
                "Not applied, because something is still missing:\n" + list(unmet)
                        + "\n\nThe plans stay. Once nothing is missing, comment `apply` again.",
                false);
    }

    /** As {@link #answer}, where nothing waits to be applied and only the merge is left to be done. */
    static Evidence notMerged(CommentOrder order, Map<ProjectKey, List<Problem>> unmet) {
        return new Evidence.Answer(
                order,
                "Not merged, although nothing is left to apply, because something is still missing:\n" + list(unmet)
                        + "\n\nOnce nothing is missing, comment `apply` again.");
    }

    /** Of each project that lacks anything, what that is. */
    static Map<ProjectKey, List<Problem>> of(Demands demands) {
        Map<ProjectKey, List<Problem>> unmet = new TreeMap<>();
        demands.of().stream()
                .filter(demand -> !demand.lacks().isEmpty())
                .forEach(demand -> unmet.put(
                        demand.project(),
                        demand.lacks().stream().map(Demands.Lack::problem).toList()));
        return unmet;
    }

    private static String list(Map<ProjectKey, List<Problem>> unmet) {
        Map<List<Problem>, List<ProjectKey>> alike = new LinkedHashMap<>();
        new TreeMap<>(unmet)
                .forEach((key, why) ->
                        alike.computeIfAbsent(why, unseen -> new ArrayList<>()).add(key));
        StringBuilder text = new StringBuilder();
        alike.forEach((why, keys) -> why.forEach(problem -> text.append("\n- ")
                .append(names(keys))
                .append(": ")
                .append(problem.met())
                .append(". ")
                .append(problem.next())
                .append('.')));
        return text.toString();
    }

    private static String names(List<ProjectKey> keys) {
        String names = keys.stream()
                .limit(MOST_NAMES)
                .map(key -> "`" + key.label() + "`")
                .collect(Collectors.joining(", "));
        return keys.size() > MOST_NAMES ? names + " and " + (keys.size() - MOST_NAMES) + " more" : names;
    }
}
