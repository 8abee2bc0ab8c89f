package io.tidelock.server.report;

import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.words.CommitStatus.Remark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong, by file and line: problems that say where they are, and errors in what terraform printed. */
final class Remarks {
    private static final int MOST = 200;
    private static final int LONGEST = 1_000;

    /** In the frame that terraform draws around an error, or without it. */
    private static final Pattern ERROR = Pattern.compile("[│|\\s]*Error: (.+)");

    private static final Pattern PLACE = Pattern.compile("[│|\\s]*on (\\S.*) line ([1-9][0-9]{0,8})(?:,.*|:.*)?");

    private Remarks() {}

    static List<Remark> of(Board board) {
        List<Remark> remarks = new ArrayList<>();
        board.problems().forEach(problem -> of(problem).ifPresent(remarks::add));
        for (ProjectResult row : board.results()) {
            if (row.outcome() instanceof Outcome.PlanFailed failed) {
                List<Remark> printed = of(row.key().dir(), failed.text());
                of(failed.problem())
                        .filter(said -> printed.stream().noneMatch(one -> isAt(one, said)))
                        .ifPresent(remarks::add);
                remarks.addAll(printed);
            }
        }
        return remarks.stream().distinct().limit(MOST).toList();
    }

    /** The problem is often the first of the errors. */
    private static boolean isAt(Remark one, Remark other) {
        return one.file().equals(other.file()) && one.line() == other.line();
    }

    private static Optional<Remark> of(Problem problem) {
        return problem.place()
                .filter(place -> place.line() > 0)
                .flatMap(place -> path(".", place.file())
                        .map(file -> new Remark(file, place.line(), Markdown.oneLine(sentence(problem), LONGEST))));
    }

    /** Without the place, which is where it is shown. */
    private static String sentence(Problem problem) {
        return Problem.of(problem.met(), problem.expected(), problem.next()).sentence();
    }

    static List<Remark> of(String dir, String printed) {
        List<Remark> remarks = new ArrayList<>();
        String error = "";
        for (String line : printed.split("\n", -1)) {
            Matcher headline = ERROR.matcher(line);
            Matcher place = PLACE.matcher(line);
            if (headline.matches()) {
                error = headline.group(1).strip();
            } else if (!error.isEmpty() && place.matches()) {
                String said = error;
                path(dir, place.group(1))
                        .ifPresent(file -> remarks.add(
                                new Remark(file, Integer.parseInt(place.group(2)), Markdown.oneLine(said, LONGEST))));
                error = "";
            }
        }
        return remarks;
    }

    /** As the repository has it; empty for a file outside of it, or one that was downloaded. */
    private static Optional<String> path(String dir, String file) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (file.startsWith("/") ? file : dir + "/" + file).split("/", -1)) {
            if (part.equals("..")) {
                if (parts.isEmpty()) {
                    return Optional.empty();
                }
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts.isEmpty() || parts.contains(".terraform") || file.startsWith("/")
                ? Optional.empty()
                : Optional.of(String.join("/", parts));
    }
}
