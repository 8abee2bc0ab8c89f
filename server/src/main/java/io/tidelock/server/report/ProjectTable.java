package io.tidelock.server.report;

import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.ProjectKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every project in a line. The more there are, the shorter the lines. */
final class ProjectTable {
    /** From here on, projects without changes are folded away when there are some. */
    private static final int LONG = 12;

    private static final int FEW = 3;
    private static final Pattern TERRAFORMS_OWN = Pattern.compile(
            "(Apply|Destroy) complete! Resources: \\d{1,9} [a-z]{1,20}(, \\d{1,9} [a-z]{1,20}){0,5}\\.");

    private final ReportSettings settings;
    private final Board board;
    private final boolean closed;

    ProjectTable(ReportSettings settings, Board board) {
        this.settings = settings;
        this.board = board;
        this.closed = board.closed();
    }

    /** @param listed the projects that it names */
    record Table(String text, Set<ProjectKey> listed) {}

    private enum Style {
        FULL(80, 120),
        PLAIN(60, 80),
        SHORT(40, 40);

        final int label;
        final int result;

        Style(int label, int result) {
            this.label = label;
            this.result = result;
        }
    }

    Table render(List<ProjectResult> results, int room) {
        long unchanged = results.stream().filter(ProjectTable::unchanged).count();
        boolean fold = results.size() > LONG && unchanged > FEW;
        List<ProjectResult> rows =
                results.stream().filter(row -> !fold || !unchanged(row)).toList();
        List<ProjectResult> folded =
                results.stream().filter(row -> fold && unchanged(row)).toList();
        Table table = rows.isEmpty() ? new Table("", Set.of()) : table(rows, room - (fold ? room / 4 : 0));
        if (!fold) {
            return table;
        }
        Set<ProjectKey> listed = new HashSet<>(table.listed);
        folded.forEach(row -> listed.add(row.key()));
        return new Table(table.text + folded(folded, room - table.text.length()), listed);
    }

    private Table table(List<ProjectResult> rows, int room) {
        for (Style style : Style.values()) {
            boolean logs = logs(style, rows);
            List<String> lines =
                    rows.stream().map(row -> line(row, style, logs)).toList();
            int length = lines.stream().mapToInt(String::length).sum();
            if (length <= (style == Style.SHORT ? room * 0.9 : room * 0.6)) {
                return new Table(head(style, rows) + String.join("", lines), keys(rows));
            }
        }
        return longest(rows, room);
    }

    /** Not even the short lines fit: as many as do, and the rest in numbers. */
    private Table longest(List<ProjectResult> rows, int room) {
        StringBuilder out = new StringBuilder(head(Style.SHORT, rows));
        List<ProjectResult> rest = new ArrayList<>(rows);
        Set<ProjectKey> listed = new HashSet<>();
        while (!rest.isEmpty()) {
            String line = line(rest.getFirst(), Style.SHORT, false);
            if (out.length() + line.length() > room * 0.9 - 400) {
                break;
            }
            out.append(line);
            listed.add(rest.removeFirst().key());
        }
        Tally tally = Tally.of(rest);
        String states = tally.states().stream()
                .map(state -> Words.MORE_ROWS_STATE.plain("n", tally.count(state), "state", state(state, "others", 1)))
                .collect(Collectors.joining(", "));
        out.append('\n').append(Words.MORE_ROWS.md("n", tally.total, "states", new Markdown(states)));
        return new Table(out.append('\n').toString(), listed);
    }

    private String head(Style style, List<ProjectResult> rows) {
        return logs(style, rows)
                ? "| | Project | Result | State | Log |\n|-|-|-|-|-|\n"
                : "| | Project | Result | State |\n|-|-|-|-|\n";
    }

    private boolean logs(Style style, List<ProjectResult> rows) {
        return style == Style.FULL && rows.stream().anyMatch(row -> !log(row).isEmpty());
    }

    private String line(ProjectResult row, Style style, boolean logs) {
        String line = "| " + icon(row) + " | " + Markdown.cell(row.key().label(), style.label) + " | "
                + result(row, style) + " | " + state(row) + " |";
        return line + (logs ? " " + log(row) + " |" : "") + "\n";
    }

    private String folded(List<ProjectResult> rows, int room) {
        StringBuilder out = new StringBuilder("\n<details><summary>")
                .append(Words.FOLDED_UNCHANGED.md("n", rows.size()))
                .append("</summary>\n\n");
        out.append(labels(rows.stream().map(ProjectResult::key).toList(), room - out.length() - 20));
        return out.append("\n\n</details>\n").toString();
    }

    /** Names with commas between them, as many as fit. */
    static Markdown labels(List<ProjectKey> keys, int room) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            String label = Markdown.code(keys.get(i).label(), 80).text();
            if (i > 0 && out.length() + label.length() > room - 30) {
                out.append(' ').append(Words.MORE_PROJECTS.md("n", keys.size() - i));
                break;
            }
            out.append(i > 0 ? ", " : "").append(label);
        }
        return new Markdown(out.toString());
    }

    String icon(ProjectResult row) {
        return dropped(row) ? Tally.State.UNCHANGED.icon : Tally.State.of(row.outcome()).icon;
    }

    String state(ProjectResult row) {
        List<Demands.Lack> lacks = board.lacks(row);
        if (!closed && Tally.State.of(row.outcome()) == Tally.State.WAITING && !lacks.isEmpty()) {
            return Words.STATE_WAITING_ONCE
                    .md("what", new Markdown(Missing.words(lacks)))
                    .text();
        }
        return dropped(row)
                ? Words.STATE_DROPPED.plain()
                : row.outcome() instanceof Outcome.Locked locked
                        ? state(Tally.State.LOCKED, settings.named(locked.holder()), locked.place())
                        : state(Tally.State.of(row.outcome()), "", 0);
    }

    private static String state(Tally.State state, String holder, int place) {
        return state.word.md("holder", new Markdown(holder), "place", place).text();
    }

    /** When the pull request is closed, nothing waits any more. */
    private boolean dropped(ProjectResult row) {
        return closed
                && switch (Tally.State.of(row.outcome())) {
                    case WAITING, HELD, AGAIN, UNDERWAY, LOCKED -> true;
                    case APPLY_FAILED, APPLY_UNKNOWN, PLAN_FAILED, APPLIED, UNCHANGED -> false;
                };
    }

    private Markdown result(ProjectResult row, Style style) {
        if (style == Style.SHORT && row.outcome() instanceof Outcome.Planned planned) {
            PlanSummary plan = planned.summary();
            return new Markdown("+" + plan.add() + " ~" + plan.change() + " -" + plan.destroy());
        }
        return result(row.outcome(), style.result);
    }

    /** What came of it, in terraform's own words where it has some. */
    static Markdown result(Outcome outcome, int longest) {
        return switch (outcome) {
            case Outcome.Planned planned -> planned(planned.summary());
            case Outcome.Stale stale -> Markdown.cell(Verdict.describe(stale.why()), longest);
            case Outcome.Unchanged unchanged -> Words.NO_CHANGES.md();
            case Outcome.Applied applied
            when TERRAFORMS_OWN.matcher(applied.line()).matches() -> new Markdown(applied.line());
            case Outcome.Applied applied ->
                applied.line().isBlank() ? Markdown.NOTHING : Markdown.cell(applied.line(), longest);
            case Outcome.PlanFailed failed -> Markdown.cell(Verdict.describe(failed.problem()), longest);
            case Outcome.ApplyFailed failed -> Markdown.cell(Verdict.describe(failed.problem()), longest);
            case Outcome.ApplyUnknown unknown -> Markdown.cell(Verdict.describe(unknown.problem()), longest);
            case Outcome.Discarded discarded -> Markdown.cell(Verdict.describe(discarded.problem()), longest);
            case Outcome.Underway underway -> Markdown.NOTHING;
            case Outcome.Locked locked -> Markdown.NOTHING;
        };
    }

    /** Terraform's summary line, and in brackets what it keeps quiet about. */
    private static Markdown planned(PlanSummary plan) {
        List<String> extras = new ArrayList<>();
        extra(extras, Words.EXTRA_REPLACE, plan.replace());
        extra(extras, Words.EXTRA_MOVE, plan.moved());
        extra(extras, Words.EXTRA_OUTPUT, plan.outputs());
        extra(extras, Words.EXTRA_DRIFT, plan.drift());
        Markdown line = new Markdown(plan.line());
        return extras.isEmpty()
                ? line
                : Words.EXTRAS.md("line", line, "extras", new Markdown(String.join(", ", extras)));
    }

    private static void extra(List<String> extras, Words words, int n) {
        if (n > 0) {
            extras.add(words.plain("n", n));
        }
    }

    String log(ProjectResult row) {
        return row.run()
                .flatMap(settings::runUrl)
                .map(url -> "[" + Words.LOG.plain() + "](" + url + ")")
                .orElse("");
    }

    private static boolean unchanged(ProjectResult row) {
        return row.outcome() instanceof Outcome.Unchanged;
    }

    private static Set<ProjectKey> keys(List<ProjectResult> rows) {
        return rows.stream().map(ProjectResult::key).collect(Collectors.toSet());
    }
}
