package io.tidelock.server.report;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.words.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The one living comment. Its room is shared out in this order: what is said in any case, the table, errors, plans; texts
 * of one kind get equal parts, and what one does not need goes to the others.
 */
final class SummaryComment {
    /** So few lines of text in all need not be folded. */
    private static final int LITTLE = 30;

    /** With more rows than this, what to type comes before the table, or nobody would see it. */
    private static final int FAR = 15;

    private static final int MOST_PROBLEMS = 10;
    /** A section with less text than this is not worth its frame. */
    private static final int LEAST_TEXT = 400;

    private static final String GAP = "\n\n";

    private final ReportSettings settings;
    private final Function<RepoRef, List<String>> neighbours;

    SummaryComment(ReportSettings settings, Function<RepoRef, List<String>> neighbours) {
        this.settings = settings;
        this.neighbours = neighbours;
    }

    Message.Summary of(Board board) {
        List<ProjectResult> rows = board.results().stream()
                .sorted(Comparator.comparing(row -> Tally.State.of(row.outcome())))
                .toList();
        Tally tally = Tally.of(rows);
        String head = Markers.summary(board.pull()) + "\n" + headline(board, tally) + GAP + problems(board);
        String next = board.closed() ? "" : warning(rows) + next(board, tally);
        String foot = neighbours(board) + foot(board);
        int room = settings.maxBody() - head.length() - next.length() - foot.length() - 100;
        ProjectTable tables = new ProjectTable(settings, board);
        ProjectTable.Table table = rows.size() == 1 ? alone(rows.getFirst(), tables) : table(rows, tables, room);
        String sections = sections(board, rows, room - table.text().length());
        String projects = table.text() + (table.text().isEmpty() ? "" : "\n");
        String middle = rows.size() == 1
                ? projects + sections + next
                : (rows.size() > FAR ? next + projects : projects + next) + sections;
        String body = (head + middle + foot).strip();
        if (body.length() > settings.maxBody()) {
            return new Message.Summary(board.pull(), Markdown.shorten(head, settings.maxBody()), List.of());
        }
        List<PlanId> publishes = board.closed() ? List.of() : plans(rows, table.listed());
        return new Message.Summary(board.pull(), body, publishes);
    }

    private static List<PlanId> plans(List<ProjectResult> rows, Set<ProjectKey> listed) {
        List<PlanId> plans = new ArrayList<>();
        for (ProjectResult row : rows) {
            if (listed.contains(row.key())) {
                row.outcome().kept().ifPresent(planned -> plans.add(planned.plan()));
            }
        }
        return plans;
    }

    /** What waits for whom, in one line. */
    private String headline(Board board, Tally tally) {
        if (board.closed()) {
            return over(board, tally);
        }
        if (!board.problems().isEmpty()) {
            return "### ❌ " + Words.HEAD_PROBLEM.md("n", board.problems().size());
        }
        if (tally.total == 0) {
            return "### ⚪ " + Words.HEAD_NONE.md();
        }
        StringBuilder line =
                new StringBuilder("### ").append(tally.states().getFirst().icon).append(' ');
        if (board.merged()) {
            line.append(Words.HEAD_MERGED.md()).append(' ');
        }
        boolean first = true;
        for (Tally.State state : tally.states()) {
            int n = tally.count(state);
            Markdown count = tally.total == 1
                    ? Markdown.code(board.results().getFirst().key().label(), 100)
                    : new Markdown(first ? tally.share(n) + " projects" : String.valueOf(n));
            boolean many = state == Tally.State.LOCKED && tally.holders().size() > 1;
            Markdown holder = new Markdown(
                    tally.holders().stream().findFirst().map(settings::named).orElse(""));
            line.append(first ? "" : ", ")
                    .append((many ? Words.HEAD_LOCKED_BY_MANY : state.head)
                            .md("count", count, "n", n, "holder", holder));
            first = false;
        }
        return line.toString();
    }

    private static String over(Board board, Tally tally) {
        boolean merged = board.stage() == Board.Stage.DONE;
        int applied = tally.count(Tally.State.APPLIED);
        boolean all = applied > 0 && applied + tally.count(Tally.State.UNCHANGED) == tally.total;
        Words words = applied > 0
                ? merged ? Words.HEAD_DONE_APPLIED : Words.HEAD_CLOSED_APPLIED
                : merged
                        ? tally.count(Tally.State.UNCHANGED) == tally.total ? Words.HEAD_DONE_NOTHING : Words.HEAD_DONE
                        : Words.HEAD_CLOSED;
        return "### " + (merged && all ? "✅ " : "⚪ ") + words.md("applied", new Markdown(tally.share(applied)));
    }

    /** Whole, unless there are too many or they are too long. */
    private String problems(Board board) {
        for (int longest : List.of(1_000, 300, 100)) {
            String problems = problems(board.problems(), longest);
            if (problems.length() <= settings.maxBody() / 4) {
                return problems;
            }
        }
        return problems(board.problems().subList(0, 1), 30);
    }

    private String problems(List<Problem> problems, int longest) {
        StringBuilder out = new StringBuilder();
        for (Problem problem : problems.stream().limit(MOST_PROBLEMS).toList()) {
            Markdown text = Markdown.problem(problem, settings::complete, longest);
            out.append("- ").append(text.text().replace("\n", "\n  ")).append('\n');
        }
        int more = problems.size() - MOST_PROBLEMS;
        if (more > 0) {
            out.append("- ").append(Words.MORE_PROBLEMS.md("n", more)).append('\n');
        }
        return out.isEmpty() ? "" : out.append('\n').toString();
    }

    private static ProjectTable.Table table(List<ProjectResult> rows, ProjectTable tables, int room) {
        return rows.isEmpty() ? new ProjectTable.Table("", Set.of()) : tables.render(rows, room);
    }

    /** One project needs no table. */
    private static ProjectTable.Table alone(ProjectResult row, ProjectTable tables) {
        List<String> parts = new ArrayList<>();
        if (row.outcome() instanceof Outcome.Planned || row.outcome() instanceof Outcome.Applied) {
            String result = ProjectTable.result(row.outcome(), 200).text();
            parts.add(result.isEmpty() ? "" : "**" + result + "**");
        }
        if (row.outcome() instanceof Outcome.Locked) {
            parts.add(tables.state(row));
        }
        parts.add(tables.log(row));
        parts.removeIf(String::isEmpty);
        return new ProjectTable.Table(parts.isEmpty() ? "" : String.join(" · ", parts) + "\n", Set.of(row.key()));
    }

    private static String warning(List<ProjectResult> rows) {
        List<ProjectKey> local = rows.stream()
                .filter(row -> row.outcome() instanceof Outcome.Planned planned && planned.localState())
                .map(ProjectResult::key)
                .toList();
        return local.isEmpty() ? "" : Words.LOCAL_STATE.md("projects", ProjectTable.labels(local, 300)) + GAP;
    }

    /** What to type, in a block of its own because such a block has a button that copies it. */
    private String next(Board board, Tally tally) {
        boolean merging = board.mergingWouldApplyOnceApproved();
        int waiting = tally.count(Tally.State.WAITING)
                + tally.count(Tally.State.HELD)
                + (merging ? tally.count(Tally.State.AGAIN) : 0);
        StringBuilder out = new StringBuilder();
        if (tally.total == 0 && board.problems().isEmpty()) {
            out.append(Words.NONE_TOUCHED.md("plan", settings.command("plan -d DIR")))
                    .append(GAP);
        }
        if (!board.demands().kept().isEmpty()) {
            out.append(Words.KEPT.md(
                            "branch",
                            Markdown.code(board.baseBranch(), 100),
                            "keys",
                            Markdown.sentence(String.join(", ", board.demands().kept()), settings::complete, 1_000)))
                    .append(GAP);
        }
        if (tally.any(Tally.State.LOCKED)) {
            out.append(Words.UNLOCK_THERE.md("unlock", settings.command("unlock")))
                    .append(GAP);
        }
        if (board.merged() && settings.appliesOnComment() && settings.manner().applies()) {
            out.append(Words.MERGED_LEFT.md("unlock", settings.command("unlock")))
                    .append(GAP);
        }
        if (waiting > 0 && !tally.any(Tally.State.UNDERWAY) && board.problems().isEmpty()) {
            boolean commenting = settings.manner().applies() && (settings.appliesOnComment() || board.merged());
            Words words = waiting == 1 ? Words.TO_APPLY_IT : waiting == 2 ? Words.TO_APPLY_BOTH : Words.TO_APPLY_ALL;
            Markdown what = words.md("n", waiting, "project", tally.total == 1 ? new Markdown("it") : waits(board));
            Missing missing = Missing.of(board);
            if (!missing.nothing()) {
                out.append(Words.MISSING.md())
                        .append(GAP)
                        .append(missing.list(settings, settings.maxBody() / 4))
                        .append('\n');
            }
            if (merging && board.mergingWouldApply()) {
                Words now = missing.nothing() ? Words.MERGING_APPLIES : Words.MERGING_APPLIES_THEN;
                out.append((commenting ? now : Words.ONLY_MERGING_APPLIES).md("what", what));
            } else if (merging) {
                out.append(
                        (commenting ? Words.ONCE_MERGING_APPLIES : Words.ONCE_ONLY_MERGING_APPLIES).md("what", what));
            } else if (settings.manner().applies()) {
                Words how = missing.nothing()
                        ? Words.TO_APPLY
                        : missing.everywhere() ? Words.TO_APPLY_THEN : Words.TO_APPLY_OTHERS;
                out.append(how.md("what", what));
            } else {
                out.append(Words.NEVER_APPLIED.md());
            }
            out.append(commenting ? commands(board, tally) : "").append(GAP);
            if (commenting && board.mergesOnceApplied() && !board.merged()) {
                out.append(Words.THEN_MERGED.md()).append(GAP);
            }
        }
        return out.toString();
    }

    /** One for all; or one for the only project; else each has its own below its plan. */
    private String commands(Board board, Tally tally) {
        if (settings.manner().appliesAll()) {
            return "\n" + Markdown.fence("", settings.command("apply"));
        }
        return tally.total == 1
                ? settings.command("apply", board.results().getFirst().key())
                        .map(command -> "\n" + Markdown.fence("", command))
                        .orElse("")
                : " " + Words.ONE_BY_ONE.md("command", settings.command("apply -p NAME"));
    }

    private static Markdown waits(Board board) {
        return ProjectTable.labels(
                board.results().stream()
                        .filter(row -> row.outcome() instanceof Outcome.Planned
                                || (board.mergingWouldApplyOnceApproved() && row.outcome() instanceof Outcome.Stale))
                        .map(ProjectResult::key)
                        .toList(),
                0);
    }

    /** Locks are not shared with them. */
    private String neighbours(Board board) {
        List<String> names =
                board.closed() ? List.of() : neighbours.apply(board.pull().repo());
        String some = names.stream()
                .limit(3)
                .map(name -> Markdown.code(name + "/…", 60).text())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "> ⚠️ " + Words.NEIGHBOURS.md("names", new Markdown(some)) + GAP;
    }

    private String foot(Board board) {
        List<String> parts = new ArrayList<>();
        board.heads()
                .ifPresent(heads -> parts.add((board.results().isEmpty() ? Words.LOOKED_AT : Words.PLANNED_FROM)
                        .md(
                                "head", new Markdown(heads.head().abbreviated()),
                                "branch", Markdown.code(board.baseBranch(), 100),
                                "base", new Markdown(heads.base().abbreviated()))
                        .text()));
        if (!board.closed()) {
            parts.add(Words.PLAN_ALL.md("command", settings.command("plan")).text());
        }
        if (!board.closed() && !board.results().isEmpty()) {
            parts.add(Words.UNLOCK_ALL.md("command", settings.command("unlock")).text());
        }
        return parts.isEmpty() ? "" : "<sub>" + String.join(" · ", parts) + "</sub>\n";
    }

    private String sections(Board board, List<ProjectResult> rows, int room) {
        List<ProjectSection> all = rows.stream()
                .filter(row -> !board.closed() || row.outcome() instanceof Outcome.Applied)
                .map(row -> ProjectSection.of(row, settings, rows.size() == 1))
                .flatMap(Optional::stream)
                .toList();
        if (!settings.manner().applies() || (!settings.appliesOnComment() && !board.merged())) {
            all.forEach(ProjectSection::onlyMerging);
        }
        if (!settings.manner().folded()
                || all.stream().mapToInt(ProjectSection::lines).sum() <= LITTLE) {
            all.forEach(ProjectSection::roomy);
        }
        int left = room - 200;
        List<ProjectSection> shown = new ArrayList<>();
        List<ProjectSection> omitted = new ArrayList<>();
        for (ProjectSection section : all) {
            int least = least(section);
            (least <= left ? shown : omitted).add(section);
            left -= least <= left ? least : 0;
        }
        Map<ProjectKey, Integer> shares = Shares.of(shown, room - 200);
        StringBuilder out = new StringBuilder();
        shown.forEach(section -> out.append(section.render(shares.getOrDefault(section.key(), 0))));
        int more = 0;
        for (ProjectSection section : omitted) {
            int rest = room - 200 - out.length();
            if (least(section) <= rest) {
                out.append(section.render(Math.min(section.wants(), rest - section.frame())));
            } else {
                more++;
            }
        }
        return more == 0
                ? out.toString()
                : out.append(Words.MORE_TEXTS.md("n", more)).append(GAP).toString();
    }

    private static int least(ProjectSection section) {
        return section.frame() + Math.min(section.wants(), LEAST_TEXT);
    }

    /** Shares the room out: errors first, but not all of it; then everybody the same, and nobody more than wanted. */
    private static final class Shares {
        private final Map<ProjectKey, Integer> shares = new HashMap<>();

        static Map<ProjectKey, Integer> of(List<ProjectSection> sections, int room) {
            Shares result = new Shares();
            int texts = room - sections.stream().mapToInt(ProjectSection::frame).sum();
            List<ProjectSection> errors =
                    sections.stream().filter(ProjectSection::error).toList();
            List<ProjectSection> others =
                    sections.stream().filter(section -> !section.error()).toList();
            int spare = texts - others.stream().mapToInt(ProjectSection::wants).sum();
            int used = result.fill(errors, Math.max(texts / 3 * 2, spare));
            result.fill(others, texts - used);
            return result.shares;
        }

        private int fill(List<ProjectSection> sections, int room) {
            int left = room;
            int waiting = sections.size();
            for (ProjectSection section : sections.stream()
                    .sorted(Comparator.comparingInt(ProjectSection::wants))
                    .toList()) {
                int share = Math.max(0, Math.min(section.wants(), left / waiting));
                shares.put(section.key(), share);
                left -= share;
                waiting--;
            }
            return room - left;
        }
    }
}
