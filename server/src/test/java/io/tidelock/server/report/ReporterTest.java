package io.tidelock.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Message;
import io.tidelock.core.words.Reaction;
import io.tidelock.core.words.StatusState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReporterTest {
    private final Reporter reporter = new Reporter(Scenes.SETTINGS);

    @Test
    void a_push_gets_a_pending_status_at_once() {
        assertThat(reporter.begun(Scenes.job()))
                .singleElement()
                .satisfies(message -> status(message, "plan", StatusState.PENDING));
    }

    @Test
    void a_comment_gets_eyes_and_a_reply_nothing() {
        assertThat(reporter.begun(Scenes.apply()))
                .containsExactly(new Message.React(Scenes.ORDER.comment(), Reaction.EYES));
        assertThat(reporter.begun(Scenes.job(new Work.Unlock(Scenes.ORDER)))).hasSize(1);
        assertThat(reporter.begun(Scenes.job(new Work.Reply(Scenes.ORDER, "no"))))
                .isEmpty();
        assertThat(reporter.begun(Scenes.job(new Work.AutoPlan(Scenes.PULL, Scenes.HEAD, true))))
                .isEmpty();
        assertThat(reporter.begun(Scenes.job(new Work.Refit(Scenes.PULL)))).isEmpty();
    }

    @Test
    void a_button_gets_no_reaction_since_there_is_no_comment() {
        CommentOrder order = new CommentOrder(
                CommentRef.button(Scenes.PULL, "5.1"), Scenes.ORDER.author(), Scenes.ORDER.writtenAt());
        Work work = new Work.Unlock(order);
        assertThat(reporter.begun(Scenes.job(work))).isEmpty();
        assertThat(reporter.words(Scenes.job(work), List.of(new Evidence.Denied(order, Problem.of("no", "", "")))))
                .singleElement()
                .isInstanceOf(Message.Reply.class);
    }

    @Test
    void with_check_runs_the_status_of_the_plan_brings_the_comment_and_the_lines_along() {
        Reporter telling = new Reporter(new ReportSettings(
                "tidelock",
                "tidelock",
                Optional.empty(),
                65_536,
                true,
                pull -> "#" + pull.number(),
                new ReportSettings.Manner(Reaction.EYES, true, true, true, true, true, false, true)));
        Outcome failed = new Outcome.PlanFailed(Problem.of("x", "", ""), "Error: Bad\n\n  on main.tf line 3:\n");
        List<Message> messages = telling.words(
                Scenes.apply(), List.of(new Evidence.Shown(Scenes.board(Scenes.row("a", failed)), Optional.empty())));

        CommitStatus plan = ((Message.Status) messages.get(1)).status();
        assertThat(plan.context()).isEqualTo("tidelock/plan");
        assertThat(plan.report().orElseThrow().text()).isEqualTo(((Message.Summary) messages.getFirst()).body());
        assertThat(plan.report().orElseThrow().remarks())
                .containsExactly(new CommitStatus.Remark("a/main.tf", 3, "Bad"));
        assertThat(((Message.Status) messages.get(2)).status().report()).isEmpty();
    }

    @Test
    void no_green_apply_stays_while_plans_run() {
        Board board = Scenes.board(Scenes.row("a", new Outcome.Underway()), Scenes.row("b", new Outcome.Underway()));
        List<Message> messages = reporter.progress(board, Reporter.Phase.PLANNING);
        status(messages.get(0), "plan", StatusState.PENDING);
        status(messages.get(1), "apply", StatusState.PENDING);
        assertThat(said(messages.get(0))).isEqualTo("planning 2 projects");
    }

    @Test
    void applying_counts_what_is_done() {
        Board board = Scenes.board(Scenes.planned("a"), Scenes.applied("b"), Scenes.unchanged("c"));
        List<Message> messages = reporter.progress(board, Reporter.Phase.APPLYING);
        assertThat(messages).hasSize(1);
        status(messages.getFirst(), "apply", StatusState.PENDING);
        assertThat(said(messages.getFirst())).isEqualTo("applying: 1 of 2 done");
        assertThat(reporter.progress(Board.empty(Scenes.PULL), Reporter.Phase.APPLYING))
                .isEmpty();
    }

    @Test
    void apply_is_green_only_when_every_row_is_applied_or_unchanged() {
        ProjectResult[] rows = {
            Scenes.planned("a"),
            Scenes.failed("a"),
            Scenes.row("a", new Outcome.Underway()),
            Scenes.row("a", new Outcome.Locked(Scenes.PULL, 1, List.of())),
            Scenes.row("a", new Outcome.Discarded(Problem.of("x", "", ""))),
            Scenes.row("a", new Outcome.ApplyFailed(Problem.of("x", "", ""), "")),
            Scenes.row("a", new Outcome.ApplyUnknown(Problem.of("x", "", ""), "")),
        };
        for (ProjectResult row : rows) {
            Board board = Scenes.board(row, Scenes.applied("b"), Scenes.unchanged("c"));
            assertThat(states(board)).as(row.outcome().toString()).doesNotContain("apply SUCCESS");
        }
        assertThat(states(Scenes.board(Scenes.applied("b"), Scenes.unchanged("c"))))
                .containsExactly("plan SUCCESS", "apply SUCCESS");
    }

    @Test
    void a_head_that_was_announced_is_told_when_another_was_planned() {
        Work work = new Work.AutoPlan(Scenes.PULL, Scenes.NEWER, false);
        List<Message> messages = reporter.words(
                Scenes.job(work), List.of(new Evidence.Shown(Scenes.board(Scenes.planned("a")), Optional.empty())));
        Message last = messages.getLast();
        status(last, "plan", StatusState.CANCELLED);
        assertThat(((Message.Status) last).status().sha()).isEqualTo(Scenes.NEWER);
        assertThat(said(last)).isEqualTo("superseded by abc1234");
    }

    @Test
    void every_plan_in_the_table_is_published_also_when_its_text_does_not_fit() {
        Message.Summary summary =
                (Message.Summary) words(Scenes.board(Scenes.many(500))).getFirst();
        assertThat(summary.publishes()).hasSize(390);
        assertThat(summary.body().length()).isLessThanOrEqualTo(65_536);
    }

    @Test
    void a_plan_that_the_table_cannot_hold_is_not_published() {
        Message.Summary summary =
                (Message.Summary) words(Scenes.board(Scenes.many(3_000))).getFirst();
        assertThat(summary.publishes()).hasSizeBetween(500, 2_000);
        assertThat(summary.body()).contains("not listed");
        long listed =
                summary.body().lines().filter(line -> line.startsWith("| 🟡")).count();
        assertThat(summary.publishes()).hasSize((int) listed);
    }

    @Test
    void commands_are_what_this_server_listens_to() {
        ReportSettings bare = new ReportSettings("tidelock", "", Optional.empty(), 65_536);
        assertThat(bare.command("apply", ProjectKey.at("."))).contains("apply -d .");
        assertThat(bare.command("apply", new ProjectKey("a", "eu", ""))).contains("apply -d a -w eu");
        assertThat(bare.command("apply", new ProjectKey("a b", "eu", "it's"))).contains("apply -p 'it'\\''s'");
        assertThat(bare.command("apply", ProjectKey.at("a\nb"))).isEmpty();
        assertThat(bare.complete("plan -d x")).isEqualTo("plan -d x");
        assertThat(Scenes.SETTINGS.complete("plan -d x")).isEqualTo("tidelock plan -d x");
        assertThat(Scenes.SETTINGS.complete("planet")).isEqualTo("planet");
    }

    @Test
    void without_pages_nothing_is_linked() {
        ReportSettings bare = new ReportSettings("tidelock", "", Optional.empty(), 65_536);
        List<Message> messages = new Reporter(bare)
                .words(
                        Scenes.apply(),
                        List.of(new Evidence.Shown(
                                Scenes.board(Scenes.planned("a"), Scenes.failed("b")), Optional.empty())));
        assertThat(((Message.Summary) messages.getFirst()).body()).doesNotContain("](");
        assertThat(((Message.Status) messages.getLast()).status().url()).isEmpty();
    }

    @Test
    void settings_that_cannot_work_are_refused() {
        assertThatThrownBy(() -> new ReportSettings("t", "", Optional.of("ftp://x"), 65_536))
                .hasMessageContaining("ftp://x");
        assertThatThrownBy(() -> new ReportSettings("t", "", Optional.empty(), 100))
                .hasMessageContaining("100");
        assertThatThrownBy(() -> new ReportSettings(" ", "", Optional.empty(), 65_536))
                .hasMessageContaining("status name");
    }

    @Test
    void a_reply_has_the_same_id_when_its_job_is_done_again_and_another_for_another_comment() {
        Evidence answer = new Evidence.Answer(Scenes.ORDER, "yes");
        Message.Reply once =
                (Message.Reply) reporter.words(Scenes.apply(), List.of(answer)).getFirst();
        Message.Reply again =
                (Message.Reply) reporter.words(Scenes.apply(), List.of(answer)).getFirst();
        assertThat(once).isEqualTo(again);
        assertThat(once.body()).startsWith(Markers.reply(once.id()) + "\n");
    }

    @Test
    void every_sentence_of_the_file_is_used() {
        assertThat(Words.sentences()).hasSize(Words.values().length);
    }

    private List<Message> words(Board board) {
        return reporter.words(Scenes.apply(), List.of(new Evidence.Shown(board, Optional.empty())));
    }

    private List<String> states(Board board) {
        return words(board).stream()
                .filter(Message.Status.class::isInstance)
                .map(message -> ((Message.Status) message).status())
                .map(status -> status.context().replace("tidelock/", "") + " " + status.state())
                .toList();
    }

    private static String said(Message message) {
        return ((Message.Status) message).status().description();
    }

    private static void status(Message message, String verb, StatusState state) {
        assertThat(message).isInstanceOfSatisfying(Message.Status.class, status -> {
            assertThat(status.status().context()).isEqualTo("tidelock/" + verb);
            assertThat(status.status().state()).isEqualTo(state);
            assertThat(status.status().description()).hasSizeLessThanOrEqualTo(140);
        });
    }
}
