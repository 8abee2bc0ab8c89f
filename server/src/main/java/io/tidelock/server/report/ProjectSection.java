package io.tidelock.server.report;

import io.tidelock.core.outcome.Hold;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.ProjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What terraform printed for one project, what was wrong, and what to type next. */
final class ProjectSection {
    private static final int SHORT = 12;
    private static final int MOST_DIFFERENCES = 10;

    private enum Fold {
        /** Not folded at all. */
        NONE,
        OPEN,
        CLOSED
    }

    private final ProjectResult row;
    private final ReportSettings settings;
    private final boolean alone;
    private final TerraformText text;
    private final Optional<Problem> problem;
    private boolean roomy;
    private boolean commentsApply = true;

    private ProjectSection(
            ProjectResult row, ReportSettings settings, boolean alone, TerraformText text, Optional<Problem> problem) {
        this.row = row;
        this.settings = settings;
        this.alone = alone;
        this.text = text;
        this.problem = problem;
    }

    /** Empty when the table says it all. {@code alone}: no other project is on the board. */
    static Optional<ProjectSection> of(ProjectResult row, ReportSettings settings, boolean alone) {
        int room = settings.maxBody();
        return switch (row.outcome()) {
            case Outcome.Planned planned ->
                some(
                        row,
                        settings,
                        alone,
                        TerraformText.plan(planned.text(), room),
                        planned.hold().map(Hold::why));
            case Outcome.Stale stale ->
                some(row, settings, alone, TerraformText.plan(stale.planned().text(), room), Optional.of(stale.why()));
            case Outcome.PlanFailed failed ->
                some(row, settings, alone, TerraformText.log(failed.text(), room), Optional.of(failed.problem()));
            case Outcome.ApplyFailed failed ->
                some(row, settings, alone, TerraformText.log(failed.text(), room), Optional.of(failed.problem()));
            case Outcome.ApplyUnknown unknown ->
                some(row, settings, alone, TerraformText.log(unknown.text(), room), Optional.of(unknown.problem()));
            case Outcome.Discarded discarded ->
                some(row, settings, alone, TerraformText.log("", room), Optional.of(discarded.problem()));
            case Outcome.Applied applied ->
                some(row, settings, alone, TerraformText.log(applied.text(), room), Optional.empty());
            case Outcome.Underway underway -> Optional.empty();
            case Outcome.Unchanged unchanged -> Optional.empty();
            case Outcome.Locked locked -> Optional.empty();
        };
    }

    private static Optional<ProjectSection> some(
            ProjectResult row, ReportSettings settings, boolean alone, TerraformText text, Optional<Problem> problem) {
        return text.isEmpty() && problem.isEmpty()
                ? Optional.empty()
                : Optional.of(new ProjectSection(row, settings, alone, text, problem));
    }

    ProjectKey key() {
        return row.key();
    }

    boolean error() {
        return problem.isPresent();
    }

    int lines() {
        return text.lines();
    }

    /** How many characters of text there are to show. */
    int wants() {
        return text.text().length();
    }

    /** Only merging applies it. */
    void onlyMerging() {
        commentsApply = false;
    }

    /** There is little to read in all: it need not be folded. */
    void roomy() {
        roomy = true;
    }

    /** Upper bound of all but the text. */
    int frame() {
        int notes = 2 * (60 + logLink().text().length());
        int fences = 2 * Markdown.LONGEST_RUN + 20;
        return before().length() + after().length() + notes + fences + 20;
    }

    String render(int room) {
        StringBuilder out = new StringBuilder(before());
        TerraformText shown = text.cut(Math.max(0, room));
        if (shown.before() > 0) {
            out.append(Words.LINES_BEFORE.md("n", shown.before(), "log", logLink()))
                    .append("\n\n");
        }
        if (!shown.isEmpty()) {
            out.append(Markdown.fence(row.outcome().kept().isPresent() ? "diff" : "", shown.text()))
                    .append("\n\n");
        }
        if (shown.after() > 0) {
            out.append(Words.LINES_AFTER.md("n", shown.after(), "log", logLink()))
                    .append("\n\n");
        }
        return out.append(after()).toString();
    }

    private Fold fold() {
        boolean done = row.outcome() instanceof Outcome.Applied;
        if (!settings.manner().folded()) {
            return Fold.NONE;
        }
        if (text.isEmpty() || (error() && lines() <= SHORT) || (alone && roomy && !done)) {
            return Fold.NONE;
        }
        return error() || (roomy && !done) ? Fold.OPEN : Fold.CLOSED;
    }

    private String before() {
        Fold fold = fold();
        String title = fold == Fold.NONE
                ? alone ? "" : "#### " + icon() + " " + headline() + "\n\n"
                : (fold == Fold.OPEN ? "<details open>" : "<details>") + "<summary>" + summary() + "</summary>\n\n";
        return title + problem.map(p -> met(p) + "\n\n").orElse("") + differences();
    }

    /** In what a held plan is another than the one that was approved. */
    private String differences() {
        List<String> all = row.outcome() instanceof Outcome.Planned planned
                ? planned.hold().map(Hold::differences).orElse(List.of())
                : List.of();
        StringBuilder out = new StringBuilder();
        for (String one : all.subList(0, Math.min(MOST_DIFFERENCES, all.size()))) {
            out.append("- ")
                    .append(Markdown.sentence(one, settings::complete, 200))
                    .append('\n');
        }
        int more = all.size() - MOST_DIFFERENCES;
        if (more > 0) {
            out.append("- ").append(Words.MORE_DIFFERENCES.md("n", more)).append('\n');
        }
        return out.isEmpty() ? "" : out.append('\n').toString();
    }

    private String after() {
        List<String> actions = actions();
        String next = problem.filter(p -> !p.next().isBlank()).map(this::next).orElse("");
        String line =
                actions.isEmpty() && next.isEmpty() ? "" : (next + " " + String.join(" · ", actions)).strip() + "\n\n";
        return fold() == Fold.NONE ? line : line + "</details>\n\n";
    }

    private String met(Problem p) {
        return Markdown.problem(new Problem(p.met(), p.expected(), "", p.place()), settings::complete)
                .text();
    }

    private String next(Problem p) {
        Problem rest = new Problem("", "", p.next(), Optional.empty());
        return Markdown.problem(rest, settings::complete).text().strip();
    }

    private List<String> actions() {
        List<String> actions = new ArrayList<>();
        Tally.State state = Tally.State.of(row.outcome());
        boolean waits = state == Tally.State.WAITING || state == Tally.State.HELD;
        if (!alone && waits && commentsApply) {
            command("apply")
                    .ifPresent(command ->
                            actions.add(Words.APPLY_ONE.md("command", command).text()));
        }
        boolean told = problem.filter(p -> !p.next().isBlank()).isPresent();
        if (!alone && !told && state != Tally.State.APPLIED) {
            command("plan")
                    .ifPresent(command ->
                            actions.add(Words.PLAN_ONE.md("command", command).text()));
        }
        if (!alone) {
            link(Words.LOG).map(Markdown::text).ifPresent(actions::add);
        }
        return actions;
    }

    private Optional<String> command(String verb) {
        return settings.command(verb, row.key());
    }

    private Markdown logLink() {
        return link(Words.SEE_LOG).orElse(Words.SEE_LOG.md());
    }

    private Optional<Markdown> link(Words words) {
        return row.run().flatMap(settings::runUrl).map(url -> new Markdown("[" + words.plain() + "](" + url + ")"));
    }

    private String icon() {
        return Tally.State.of(row.outcome()).icon;
    }

    private String headline() {
        return Tally.State.of(row.outcome())
                .head
                .md("count", Markdown.code(row.key().label(), 100), "n", 1)
                .text();
    }

    private String summary() {
        boolean planned = row.outcome() instanceof Outcome.Planned;
        if (alone) {
            return (planned ? Words.SHOW_PLAN : Words.SHOW_LOG).plain();
        }
        Markdown label = Markdown.html(row.key().label(), 100);
        return icon() + " "
                + (planned
                        ? label + " · " + ProjectTable.result(row.outcome(), 80)
                        : Tally.State.of(row.outcome())
                                .head
                                .md("count", label, "n", 1)
                                .text());
    }
}
