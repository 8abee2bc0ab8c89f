package io.tidelock.server.execute;

import io.tidelock.core.job.CommentOrder;
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
        Map<List<Problem>, List<ProjectKey>> alike = new LinkedHashMap<>();
        new TreeMap<>(unmet)
                .forEach((key, why) ->
                        alike.computeIfAbsent(why, unseen -> new ArrayList<>()).add(key));
        StringBuilder text = new StringBuilder("Not applied, because something is still missing:\n");
        alike.forEach((why, keys) -> why.forEach(problem -> text.append("\n- ")
                .append(names(keys))
                .append(": ")
                .append(problem.met())
                .append(". ")
                .append(problem.next())
                .append('.')));
        text.append("\n\nThe plans stay. Once nothing is missing, comment `apply` again.");
        return new Evidence.Answer(order, text.toString(), false);
    }

    private static String names(List<ProjectKey> keys) {
        String names = keys.stream()
                .limit(MOST_NAMES)
                .map(key -> "`" + key.label() + "`")
                .collect(Collectors.joining(", "));
        return keys.size() > MOST_NAMES ? names + " and " + (keys.size() - MOST_NAMES) + " more" : names;
    }
}
