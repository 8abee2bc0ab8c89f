package io.tidelock.server.report;

import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Demands.Lack;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Requirement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the projects that wait to be applied still lack, in words. */
final class Missing {
    private static final int MOST = 10;

    private final Map<ProjectKey, List<Lack>> lacks = new LinkedHashMap<>();
    private final int waiting;
    private final int rows;

    private Missing(Board board) {
        List<ProjectResult> kept = board.results().stream()
                .filter(row -> row.outcome().kept().isPresent())
                .toList();
        kept.forEach(row -> {
            List<Lack> missing = board.lacks(row);
            if (!missing.isEmpty()) {
                lacks.put(row.key(), missing);
            }
        });
        this.waiting = kept.size();
        this.rows = board.results().size();
    }

    static Missing of(Board board) {
        return new Missing(board);
    }

    boolean nothing() {
        return lacks.isEmpty();
    }

    /** How many lack something. */
    int count() {
        return lacks.size();
    }

    /** True when nothing that waits can be applied now. */
    boolean everywhere() {
        return lacks.size() == waiting;
    }

    /** {@code approved and mergeable}: what anybody lacks. */
    String words() {
        return words(lacks.values().stream().flatMap(List::stream).toList());
    }

    static String words(Collection<Lack> lacks) {
        return lacks.stream()
                .map(Lack::requirement)
                .distinct()
                .sorted()
                .map(Requirement::word)
                .reduce((one, other) -> Words.MISSING_AND.plain("one", one, "other", other))
                .orElse("");
    }

    /** A list with what would help; projects that lack the same are told together. At most {@code room} characters, roughly. */
    String list(ReportSettings settings, int room) {
        for (int longest : List.of(1_000, 300, 100)) {
            String list = list(settings, MOST, longest);
            if (list.length() <= room) {
                return list;
            }
        }
        return list(settings, 1, 30);
    }

    private String list(ReportSettings settings, int most, int longest) {
        Map<Lack, List<ProjectKey>> alike = new LinkedHashMap<>();
        lacks.forEach((key, missing) -> missing.forEach(
                lack -> alike.computeIfAbsent(lack, unseen -> new ArrayList<>()).add(key)));
        StringBuilder out = new StringBuilder();
        alike.entrySet().stream().limit(most).forEach(one -> {
            String names = rows == 1 ? "" : ProjectTable.labels(one.getValue(), 200) + ": ";
            String said = Markdown.problem(bare(one.getKey().problem()), settings::complete, longest)
                    .text();
            out.append("- ").append(names).append(said.replace("\n", " ")).append('\n');
        });
        int more = alike.size() - most;
        if (more > 0) {
            out.append("- ").append(Words.MORE_MISSING.md("n", more)).append('\n');
        }
        return out.toString();
    }

    /** What is expected goes without saying. */
    private static Problem bare(Problem problem) {
        return Problem.of(problem.met(), "", problem.next());
    }
}
