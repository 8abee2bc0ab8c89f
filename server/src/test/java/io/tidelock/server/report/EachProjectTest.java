package io.tidelock.server.report;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Statuses of each project, for rules that require them by name. */
class EachProjectTest {
    private final Reporter reporter = reporter("tidelock", true);

    @Test
    void by_default_there_are_two_for_the_whole() {
        assertThat(reporter("tidelock", false).words(Scenes.apply(), shown(Scenes.board(Scenes.planned("a")))))
                .filteredOn(Message.Status.class::isInstance)
                .hasSize(2);
    }

    @Test
    void they_are_called_as_atlantis_calls_them() {
        Board board = Scenes.board(
                row(new ProjectKey("net", "default", ""), new Outcome.Unchanged("")),
                row(new ProjectKey("net", "eu", ""), new Outcome.Unchanged("")),
                row(new ProjectKey("db", "default", "data base"), new Outcome.Unchanged("")));

        assertThat(said(reporter("atlantis", true).words(Scenes.apply(), shown(board))))
                .extracting(CommitStatus::context)
                .containsExactlyInAnyOrder(
                        "atlantis/plan",
                        "atlantis/apply",
                        "atlantis/plan: net/default",
                        "atlantis/apply: net/default",
                        "atlantis/plan: net/eu",
                        "atlantis/apply: net/eu",
                        "atlantis/plan: data base",
                        "atlantis/apply: data base");
    }

    @Test
    void each_tells_of_its_project_alone() {
        Board board = Scenes.board(Scenes.planned("a"), Scenes.failed("b"), Scenes.unchanged("c"), Scenes.applied("d"));

        assertThat(lines(reporter.words(Scenes.apply(), shown(board))))
                .contains(
                        "plan: a/default SUCCESS Plan: 1 to add, 0 to change, 0 to destroy.",
                        "apply: a/default PENDING 1 of 1 to apply",
                        "plan: b/default FAILURE 1 failed to plan",
                        "apply: b/default FAILURE 1 not planned, so not applied",
                        "plan: c/default SUCCESS 1 planned, no changes",
                        "apply: c/default SUCCESS nothing to apply",
                        "apply: d/default SUCCESS 1 applied");
    }

    @Test
    void none_is_green_because_merging_applies_unless_merging_applies_the_whole() {
        Board alone = merging(Scenes.board(Scenes.planned("a")));
        Board beside = merging(Scenes.board(Scenes.planned("a"), Scenes.failed("b")));

        assertThat(lines(reporter.words(Scenes.apply(), shown(alone))))
                .contains("apply: a/default SUCCESS 1 of 1 to apply, applies on merge");
        assertThat(lines(reporter.words(Scenes.apply(), shown(beside))))
                .contains("apply: a/default PENDING 1 of 1 to apply");
    }

    @Test
    void only_what_is_being_planned_is_pending_meanwhile() {
        Board board = Scenes.board(Scenes.planned("a"), Scenes.row("b", new Outcome.Underway()));

        assertThat(lines(reporter.progress(board, Reporter.Phase.PLANNING)))
                .containsExactly(
                        "plan PENDING planning 1 of 2 projects",
                        "apply PENDING waits for the plan",
                        "plan: b/default PENDING planning",
                        "apply: b/default PENDING waits for the plan");
    }

    @Test
    void a_commit_that_was_overtaken_keeps_none_that_is_pending() {
        Evidence.Overtaken overtaken = new Evidence.Overtaken(
                Scenes.PULL, Scenes.HEAD, Optional.of(Scenes.NEWER), List.of(ProjectKey.at("a")));

        assertThat(lines(reporter.overtaken(overtaken)))
                .containsExactly(
                        "plan CANCELLED superseded by 0123456",
                        "apply CANCELLED superseded by 0123456",
                        "plan: a/default CANCELLED superseded by 0123456",
                        "apply: a/default CANCELLED superseded by 0123456");
    }

    @Test
    void a_project_that_is_no_longer_touched_keeps_nobody_from_merging() {
        List<ProjectKey> keys = List.of(ProjectKey.at("a"));

        assertThat(lines(reporter.gone(Scenes.PULL, Scenes.HEAD, keys, true)))
                .containsExactly(
                        "plan: a/default SUCCESS nothing of this project is changed here",
                        "apply: a/default SUCCESS nothing of this project is changed here");
        assertThat(lines(reporter.gone(Scenes.PULL, Scenes.HEAD, keys, false)))
                .allMatch(line -> line.contains(" CANCELLED "));
        assertThat(lines(reporter.unasked(Scenes.PULL, Scenes.HEAD, keys)))
                .containsExactly(
                        "plan: a/default PENDING not planned until somebody comments plan",
                        "apply: a/default PENDING not planned until somebody comments plan");
        assertThat(reporter("tidelock", false).gone(Scenes.PULL, Scenes.HEAD, keys, true))
                .isEmpty();
    }

    @Test
    void after_the_end_none_waits() {
        Board closed = Scenes.board(Scenes.planned("a"), Scenes.unchanged("b")).withStage(Board.Stage.CLOSED);

        assertThat(lines(reporter.words(Scenes.job(new Work.Refit(Scenes.PULL)), shown(closed))))
                .contains("apply: a/default CANCELLED closed: 1 never applied")
                .noneMatch(line -> line.contains("PENDING"));
    }

    @Test
    void a_merge_queue_gets_them_too() {
        assertThat(said(reporter.words(
                        Scenes.job(new Work.Queued(Scenes.PULL, Scenes.NEWER, Optional.empty(), false)),
                        List.of(new Evidence.Queued(List.of(Scenes.board(Scenes.unchanged("a"))), Scenes.NEWER)))))
                .hasSize(4)
                .allMatch(status -> status.sha().equals(Scenes.NEWER));
    }

    @Test
    void names_stay_within_what_hosts_take_and_differ() {
        String deep = "stack/".repeat(60);
        Board board = Scenes.board(
                row(ProjectKey.at(deep + "a"), new Outcome.Unchanged("")),
                row(ProjectKey.at(deep + "b"), new Outcome.Unchanged("")));

        assertThat(said(reporter.words(Scenes.apply(), shown(board))))
                .extracting(CommitStatus::context)
                .hasSize(6)
                .doesNotHaveDuplicates()
                .allSatisfy(context -> assertThat(context).hasSizeLessThanOrEqualTo(255))
                .filteredOn(context -> context.length() > 20)
                .allSatisfy(context -> assertThat(context).matches(".*-[0-9a-f]{12}"));
    }

    @Test
    void projects_of_one_name_share_a_status_that_is_as_bad_as_the_worst() {
        Board board = Scenes.board(
                row(new ProjectKey("a", "default", ""), new Outcome.Unchanged("")),
                row(new ProjectKey("b", "x", "a/default"), new Outcome.PlanFailed(Problem.of("no", "", ""), "")));

        assertThat(lines(reporter.words(Scenes.apply(), shown(board))))
                .contains("plan: a/default FAILURE 1 of 2 failed to plan")
                .noneMatch(line -> line.startsWith("plan: a/default SUCCESS"));
    }

    private static Board merging(Board board) {
        return board.opened(new Board.Opening(
                Scenes.HEADS,
                "main",
                true,
                board.results().stream().map(ProjectResult::key).toList()));
    }

    private static ProjectResult row(ProjectKey key, Outcome outcome) {
        ProjectResult like = Scenes.row("x", outcome);
        return new ProjectResult(key, outcome, like.heads(), like.job(), like.run(), like.at(), like.published());
    }

    private static List<Evidence> shown(Board board) {
        return List.of(new Evidence.Shown(board, Optional.empty()));
    }

    private static List<CommitStatus> said(List<Message> messages) {
        return messages.stream()
                .filter(Message.Status.class::isInstance)
                .map(message -> ((Message.Status) message).status())
                .toList();
    }

    private static List<String> lines(List<Message> messages) {
        return said(messages).stream()
                .map(status ->
                        status.context().replace("tidelock/", "") + " " + status.state() + " " + status.description())
                .toList();
    }

    private static Reporter reporter(String name, boolean each) {
        return new Reporter(new ReportSettings(
                name,
                "tidelock",
                Optional.of("https://tidelock.acme.io"),
                65_536,
                true,
                pull -> "#" + pull.number(),
                new ReportSettings.Manner(Reaction.EYES, true, true, true, true, true, each, false)));
    }
}
