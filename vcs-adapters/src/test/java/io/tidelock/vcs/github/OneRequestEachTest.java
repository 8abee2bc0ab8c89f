package io.tidelock.vcs.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import io.tidelock.core.words.StatusState;
import io.tidelock.sandbox.http.Call;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** hub4j likes to ask for more than it was asked for. The forge's own call log says what arrived. */
class OneRequestEachTest {
    private final SandboxStage stage = new SandboxStage(false);
    private final PullRef pull = stage.open("Add a bucket", false);
    private final CommentRef comment = stage.comment(pull, "alice", "tidelock plan");

    /** Once the forge knows whether the pull request can be merged, which shows in its lists as well. */
    @BeforeEach
    void forgetThePreparations() {
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(stage.sandbox().pull(stage.id(pull)).mergeCommitSha())
                                .isNotNull());
        stage.sandbox().clearCalls();
    }

    @AfterEach
    void leave() {
        stage.close();
    }

    /** The forge notes a call after it has answered it, so the last one may take a moment. */
    private void assertCalls(String... expected) {
        Awaitility.await().untilAsserted(() -> assertThat(calls()).containsExactly(expected));
    }

    private List<String> calls() {
        return stage.sandbox().calls().stream()
                .filter(Call::isApi)
                .map(call -> call.method() + " "
                        + call.path().substring(("/api/v3/repos/" + stage.repo().path()).length()) + " "
                        + call.status())
                .toList();
    }

    @Test
    void connectingAsksNothing() {
        stage.connect(io.tidelock.vcs.http.Network.plain(java.time.InstantSource.system()));
        assertThat(calls()).isEmpty();
    }

    @Test
    void aPullRequestIsAskedOnceAndThenConfirmed() {
        stage.pullReader().pull(pull);
        stage.pullReader().pull(pull);
        assertCalls("GET /pulls/1 200", "GET /pulls/1 304");
    }

    @Test
    void aPermissionIsAskedOnce() {
        stage.pullReader().permission(stage.repo(), Actor.person("alice"));
        assertCalls("GET /collaborators/alice/permission 200");
    }

    @Test
    void aRepositoryInWhichNothingChangesCostsTwoConfirmations() {
        Optional<String> pulls = tag(stage.repoReader().openPulls(stage.repo(), Optional.empty()));
        Instant since = Instant.parse("2026-01-01T00:00:00Z");
        Optional<String> comments = tag(stage.repoReader().comments(stage.repo(), since, Optional.empty()));
        GitHub afterARestart = stage.connect(io.tidelock.vcs.http.Network.plain(java.time.InstantSource.system()));
        afterARestart.repoReader().openPulls(stage.repo(), pulls);
        afterARestart.repoReader().comments(stage.repo(), since, comments);
        String open = "GET /pulls?state=open&per_page=100&page=1 ";
        String said = "GET /issues/comments?since=2026-01-01T00:00:00Z&sort=updated&direction=asc&per_page=100&page=1 ";
        assertCalls(open + 200, said + 200, open + 304, said + 304);
    }

    private static <T> Optional<String> tag(Listing<T> listing) {
        return ((Listing.Items<T>) listing).tag();
    }

    @Test
    void aStatusIsPostedOnce() {
        var sha = new CommitSha(stage.sandbox().pull(stage.id(pull)).headSha());
        stage.pullWriter()
                .status(new CommitStatus(
                        stage.repo(), sha, "tidelock/plan", StatusState.SUCCESS, "Planned", Optional.empty()));
        assertCalls("POST /statuses/" + sha + " 201");
    }

    @Test
    void aCommentIsPostedAndEditedOnce() {
        var posted = stage.pullWriter().post(pull, "before").comment();
        stage.pullWriter().edit(posted, "after");
        assertCalls("POST /issues/1/comments 201", "PATCH /issues/comments/" + posted.id() + " 200");
    }

    @Test
    void aReactionIsPostedOnce() {
        stage.pullWriter().react(comment, Reaction.EYES);
        assertCalls("POST /issues/comments/" + comment.id() + "/reactions 201");
    }

    @Test
    void aCommentIsLookedForPageByPageAndNoFurther() {
        var ours = stage.comment(pull, stage.self(), "a marker");
        for (int i = 0; i < 98; i++) {
            stage.comment(pull, "alice", "talk");
        }
        assertThat(stage.pullWriter().find(pull, "a marker").orElseThrow().comment())
                .isEqualTo(ours);
        assertCalls("GET /issues/1/comments?per_page=100&page=1 200");
    }
}
