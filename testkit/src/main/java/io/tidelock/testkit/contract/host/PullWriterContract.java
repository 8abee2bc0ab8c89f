package io.tidelock.testkit.contract.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import io.tidelock.core.words.StatusState;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code PullWriter} promises. */
public abstract class PullWriterContract extends HostContract {
    private static final String MARKER = "<!-- tidelock 7c1f -->";

    private PullWriter writer() {
        return stage().pullWriter();
    }

    private PullRef pull() {
        return stage().open("Add a bucket", false);
    }

    private CommitStatus status(CommitSha commit, String context, StatusState state, String description) {
        return new CommitStatus(
                stage().repo(), commit, context, state, description, Optional.of("https://tidelock.example.com/7"));
    }

    // ---- comments

    @Test
    void aCommentAppearsToTheLetter() {
        PullRef pull = pull();
        String body = "### Plan\n\n```diff\n+ a \"quoted\" line & <tag>\n```\n" + MARKER + "\nÜmlaut, 漢字, 🐛";
        Posted posted = writer().post(pull, body);
        assertThat(posted.comment().pull()).isEqualTo(pull);
        assertThat(stage().comments(pull))
                .containsExactly(new HostStage.Said(posted.comment().id(), stage().self(), body));
    }

    @Test
    void anEditReplacesTheTextOfTheSameComment() {
        PullRef pull = pull();
        CommentRef comment = writer().post(pull, "before").comment();
        Posted edited = writer().edit(comment, "after");
        assertThat(edited.comment()).isEqualTo(comment);
        assertThat(stage().comments(pull)).containsExactly(new HostStage.Said(comment.id(), stage().self(), "after"));
    }

    @Test
    void theTimeOfACommentNeverGoesBack() {
        PullRef pull = pull();
        Posted posted = writer().post(pull, "before");
        assertThat(writer().edit(posted.comment(), "after").at()).isAfterOrEqualTo(posted.at());
    }

    @Test
    void aDeletedCommentCannotBeEdited() {
        PullRef pull = pull();
        CommentRef comment = writer().post(pull, "before").comment();
        stage().delete(comment);
        assertRefused(Refused.Kind.NOT_FOUND, () -> writer().edit(comment, "after"));
        assertThat(stage().comments(pull)).isEmpty();
    }

    @Test
    void thereIsNoCommentWithoutAPullRequest() {
        assertRefused(Refused.Kind.NOT_FOUND, () -> writer().post(nowhere(), "hello"));
    }

    @Test
    void theLongestBodyIsTaken() {
        PullRef pull = pull();
        String longest = "x".repeat(writer().maxBody());
        writer().post(pull, longest);
        assertThat(stage().comments(pull)).extracting(HostStage.Said::body).containsExactly(longest);
    }

    @Test
    void theLongestBodyOfEmojiIsTaken() {
        PullRef pull = pull();
        String longest = "🐛".repeat(writer().maxBody() / 2);
        writer().post(pull, longest);
        assertThat(stage().comments(pull)).extracting(HostStage.Said::body).containsExactly(longest);
    }

    @Test
    void aLongerBodyIsTheCallersMistake() {
        PullRef pull = pull();
        CommentRef comment = writer().post(pull, "short").comment();
        String tooLong = "x".repeat(writer().maxBody() + 1);
        assertThatThrownBy(() -> writer().post(pull, tooLong)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer().edit(comment, tooLong)).isInstanceOf(IllegalArgumentException.class);
        assertThat(stage().comments(pull)).extracting(HostStage.Said::body).containsExactly("short");
    }

    // ---- finding them again

    @Test
    void whatWasPostedIsFound() {
        PullRef pull = pull();
        writer().post(pull, "something else");
        Posted posted = writer().post(pull, "the plan\n" + MARKER);
        assertThat(writer().find(pull, MARKER)).contains(posted);
    }

    @Test
    void whatWasNeverPostedIsNotFound() {
        PullRef pull = pull();
        PullRef other = stage().open("Another", false);
        writer().post(other, MARKER);
        assertThat(writer().find(pull, MARKER)).isEmpty();
    }

    @Test
    void theOldestOfSeveralIsFound() {
        PullRef pull = pull();
        CommentRef oldest = writer().post(pull, "first " + MARKER).comment();
        writer().post(pull, "second " + MARKER);
        writer().post(pull, "third " + MARKER);
        assertThat(writer().find(pull, MARKER).map(Posted::comment)).contains(oldest);
    }

    @Test
    void somebodyElsesCommentIsNotOurs() {
        PullRef pull = pull();
        stage().comment(pull, "mallory", "look, a marker: " + MARKER);
        assertThat(writer().find(pull, MARKER)).isEmpty();
        CommentRef ours = writer().post(pull, MARKER).comment();
        assertThat(writer().find(pull, MARKER).map(Posted::comment)).contains(ours);
    }

    @Test
    void aCommentIsFoundAmongManyOthers() {
        PullRef pull = pull();
        IntStream.rangeClosed(1, 101).forEach(i -> stage().comment(pull, "alice", "talk " + i));
        CommentRef ours = writer().post(pull, MARKER).comment();
        assertThat(writer().find(pull, MARKER).map(Posted::comment)).contains(ours);
    }

    @Test
    void anEditedCommentIsFoundByItsNewText() {
        PullRef pull = pull();
        CommentRef comment = writer().post(pull, "before " + MARKER).comment();
        writer().edit(comment, "after");
        assertThat(writer().find(pull, MARKER)).isEmpty();
        assertThat(writer().find(pull, "after").map(Posted::comment)).contains(comment);
    }

    @Test
    void nothingIsFoundWithoutAPullRequest() {
        assertRefused(Refused.Kind.NOT_FOUND, () -> writer().find(nowhere(), MARKER));
    }

    // ---- statuses

    @Test
    void aStatusAppearsOnTheCommit() {
        CommitSha head = read(pull()).head().sha();
        CommitStatus status = status(head, "tidelock/plan", StatusState.PENDING, "Planning 2 projects");
        writer().status(status);
        assertThat(stage().statuses(head)).containsExactly(status);
    }

    @Test
    void aStatusMayHaveNoAddress() {
        CommitSha head = read(pull()).head().sha();
        CommitStatus status =
                new CommitStatus(stage().repo(), head, "tidelock/plan", StatusState.SUCCESS, "", Optional.empty());
        writer().status(status);
        assertThat(stage().statuses(head)).containsExactly(status);
    }

    @Test
    void everyStateIsToldApart() {
        CommitSha head = read(pull()).head().sha();
        for (StatusState state : StatusState.values()) {
            writer().status(status(head, "tidelock/" + state, state, "told"));
        }
        assertThat(stage().statuses(head))
                .extracting(CommitStatus::context, CommitStatus::state)
                .containsExactlyInAnyOrderElementsOf(java.util.Arrays.stream(StatusState.values())
                        .map(state -> org.assertj.core.groups.Tuple.tuple("tidelock/" + state, state))
                        .toList());
    }

    @Test
    void aLaterStatusReplacesAnEarlierOfItsContext() {
        CommitSha head = read(pull()).head().sha();
        writer().status(status(head, "tidelock/plan", StatusState.PENDING, "Planning"));
        writer().status(status(head, "tidelock/apply", StatusState.PENDING, "Waiting"));
        CommitStatus done = status(head, "tidelock/plan", StatusState.SUCCESS, "Planned");
        writer().status(done);
        writer().status(done);
        assertThat(stage().statuses(head))
                .containsExactlyInAnyOrder(done, status(head, "tidelock/apply", StatusState.PENDING, "Waiting"));
    }

    @Test
    void longContextsStayApart() {
        CommitSha head = read(pull()).head().sha();
        String path = "tidelock/plan: " + "very/deep/".repeat(30);
        writer().status(status(head, path + "one", StatusState.SUCCESS, "Planned"));
        writer().status(status(head, path + "two", StatusState.FAILURE, "Failed"));
        assertThat(stage().statuses(head))
                .extracting(CommitStatus::state)
                .containsExactlyInAnyOrder(StatusState.SUCCESS, StatusState.FAILURE);
    }

    @Test
    void aLongDescriptionKeepsItsBeginning() {
        CommitSha head = read(pull()).head().sha();
        writer().status(status(head, "tidelock/plan", StatusState.SUCCESS, "Planned: " + "a lot, ".repeat(50)));
        assertThat(stage().statuses(head))
                .singleElement()
                .satisfies(it -> assertThat(it.description()).startsWith("Planned: a lot, a lot"));
    }

    @Test
    void emojiDoNotLoseAStatus() {
        CommitSha head = read(pull()).head().sha();
        writer().status(status(head, "tidelock/plan: 🐛", StatusState.SUCCESS, "Planned 🐛"));
        assertThat(stage().statuses(head))
                .singleElement()
                .satisfies(it -> assertThat(it.context()).startsWith("tidelock/plan: "))
                .satisfies(it -> assertThat(it.description()).startsWith("Planned "));
    }

    @Test
    void thereIsNoStatusWithoutACommit() {
        CommitSha unknown = new CommitSha("dead".repeat(10));
        assertThatThrownBy(() -> writer().status(status(unknown, "tidelock/plan", StatusState.SUCCESS, "Planned")))
                .isInstanceOf(Refused.class);
    }

    // ---- reactions

    @Test
    void eachReactionAppears() {
        PullRef pull = pull();
        CommentRef comment = stage().comment(pull, "alice", "tidelock plan");
        for (Reaction reaction : Reaction.values()) {
            writer().react(comment, reaction);
        }
        assertThat(stage().reactions(comment)).containsExactlyInAnyOrder(Reaction.values());
    }

    @Test
    void reactingTwiceIsReactingOnce() {
        CommentRef comment = stage().comment(pull(), "alice", "tidelock plan");
        writer().react(comment, Reaction.EYES);
        writer().react(comment, Reaction.EYES);
        assertThat(stage().reactions(comment)).isEqualTo(List.of(Reaction.EYES));
    }

    @Test
    void aDeletedCommentCannotBeReactedTo() {
        CommentRef comment = stage().comment(pull(), "alice", "tidelock plan");
        stage().delete(comment);
        assertRefused(Refused.Kind.NOT_FOUND, () -> writer().react(comment, Reaction.EYES));
    }
}
