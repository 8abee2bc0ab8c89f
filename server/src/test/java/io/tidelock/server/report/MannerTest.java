package io.tidelock.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.words.Message;
import io.tidelock.core.words.Reaction;
import io.tidelock.core.words.StatusState;
import io.tidelock.server.report.ReportSettings.Manner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the operator wants to be said, and how. */
class MannerTest {
    private static final Board TWO = Scenes.board(Scenes.planned("a"), Scenes.planned("b"));

    @Test
    void theFirstSignIsTheOperatorsToChoose() {
        assertThat(reporter(new Manner(Reaction.ROCKET, true, true, true, true, true))
                        .begun(Scenes.apply()))
                .containsExactly(new Message.React(Scenes.ORDER.comment(), Reaction.ROCKET));
    }

    @Test
    void nothingIsFoldedWhenSoAsked() {
        assertThat(comment(Manner.USUAL, Scenes.board(Scenes.planned("a"), Scenes.applied("b"))))
                .contains("<details>");
        assertThat(comment(
                        new Manner(Reaction.EYES, false, true, true, true, true),
                        Scenes.board(Scenes.planned("a"), Scenes.applied("b"))))
                .doesNotContain("<details");
    }

    @Test
    void oneCommandForEachProjectWhereEverythingAtOnceIsForbidden() {
        Manner oneByOne = new Manner(Reaction.EYES, true, true, false, true, true);

        assertThat(comment(Manner.USUAL, TWO)).contains("```\ntidelock apply\n```");
        assertThat(comment(oneByOne, TWO))
                .doesNotContain("```\ntidelock apply\n```")
                .contains("one project at a time", "`tidelock apply -d a`", "`tidelock apply -d b`");
        assertThat(comment(oneByOne, Scenes.board(Scenes.planned("a")))).contains("```\ntidelock apply -d a\n```");
    }

    @Test
    void noCommandIsShownWhereNothingIsApplied() {
        assertThat(comment(new Manner(Reaction.EYES, true, false, true, true, true), TWO))
                .contains("Nothing is applied here.")
                .doesNotContain("tidelock apply");
    }

    @Test
    void whoMeansNoProjectGetsNoAnswerWhenSoAsked() {
        Board none = Scenes.board();
        Manner quiet = new Manner(Reaction.EYES, true, true, true, false, true);
        Evidence asked = new Evidence.Shown(none, Optional.of(Scenes.ORDER));

        assertThat(reporter(Manner.USUAL).words(Scenes.apply(), List.of(asked)))
                .anyMatch(Message.Summary.class::isInstance);
        assertThat(reporter(quiet).words(Scenes.apply(), List.of(asked)))
                .isNotEmpty()
                .noneMatch(Message.Summary.class::isInstance);
    }

    @Test
    void aCommitWithoutProjectsGetsNoStatusWhenSoAsked() {
        Reporter silent = reporter(new Manner(Reaction.EYES, true, true, true, true, false));

        assertThat(silent.begun(Scenes.job())).isEmpty();
        assertThat(silent.words(Scenes.job(), List.of(new Evidence.Shown(Scenes.board(), Optional.empty()))))
                .isEmpty();
        assertThat(silent.words(Scenes.job(), List.of(new Evidence.Nothing("it is not open"))))
                .isEmpty();
        assertThat(silent.words(Scenes.job(), List.of(new Evidence.Shown(TWO, Optional.empty()))))
                .filteredOn(Message.Status.class::isInstance)
                .hasSize(2);
    }

    @Test
    void whatWaitsForACommentIsNotCalledGood() {
        Evidence waits =
                new Evidence.Skipped(Scenes.PULL, Scenes.HEAD, "not planned until somebody comments plan", true);

        assertThat(reporter(Manner.USUAL).words(Scenes.job(), List.of(waits)))
                .hasSize(2)
                .allSatisfy(message ->
                        assertThat(((Message.Status) message).status().state()).isEqualTo(StatusState.PENDING));
    }

    private static String comment(Manner manner, Board board) {
        return reporter(manner).words(Scenes.job(), List.of(new Evidence.Shown(board, Optional.empty()))).stream()
                .filter(Message.Summary.class::isInstance)
                .map(message -> ((Message.Summary) message).body())
                .findFirst()
                .orElseThrow();
    }

    private static Reporter reporter(Manner manner) {
        return new Reporter(new ReportSettings(
                "tidelock",
                "tidelock",
                Optional.of("https://tidelock.acme.io"),
                65_536,
                true,
                pull -> "#" + pull.number(),
                manner));
    }
}
