package io.tidelock.vcs.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.Remark;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import io.tidelock.core.words.StatusState;
import io.tidelock.sandbox.http.Call;
import io.tidelock.vcs.http.Network;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives for what is asked, by the forge's own call log. */
class OneRequestEachTest {
    private final GitLabStage stage = new GitLabStage();
    private final PullRef pull = stage.open("Add a bucket", false);
    private final CommentRef comment = stage.comment(pull, "alice", "tidelock plan");

    /** What is still being worked out would change between two answers. */
    @BeforeEach
    void forgetThePreparations() {
        Awaitility.await().until(() -> stage.sandbox().pull(stage.id(pull)).mergeable() != null);
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
        String project = "/projects/" + stage.repo().path().replace("/", "%2F");
        return stage.sandbox().calls().stream()
                .filter(Call::isApi)
                .map(call -> call.method() + " "
                        + call.path()
                                .substring("/api/v4".length())
                                .replace("%2D", "-")
                                .replace(project, "") + " " + call.status())
                .toList();
    }

    private CommitSha head() {
        return new CommitSha(stage.sandbox().pull(stage.id(pull)).headSha());
    }

    private void status(CommitSha sha, StatusState state, String description) {
        stage.pullWriter()
                .status(new CommitStatus(stage.repo(), sha, "tidelock/plan", state, description, Optional.empty()));
    }

    @Test
    void connecting_asks_nothing() {
        stage.connect(Network.plain(InstantSource.system())).warmUp();
        assertThat(calls()).isEmpty();
    }

    @Test
    void a_merge_request_is_asked_once_and_then_confirmed() {
        stage.pullReader().pull(pull);
        stage.pullReader().pull(pull);
        assertCalls("GET /merge_requests/1 200", "GET /merge_requests/1 304");
    }

    @Test
    void of_a_fork_the_project_is_asked_as_well() {
        PullRef fork = stage.openFromFork("Theirs");
        assertThat(stage.pullReader().pull(fork).head().repo()).isPresent();
        Awaitility.await()
                .untilAsserted(() -> assertThat(calls())
                        .hasSize(2)
                        .last(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                        .matches("GET /projects/\\d+ 200"));
    }

    @Test
    void a_permission_is_a_person_and_a_membership() {
        stage.pullReader().permission(stage.repo(), Actor.person("alice"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(calls())
                        .hasSize(2)
                        .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                        .isEqualTo("GET /users?username=alice 200"));
        assertThat(calls().getLast()).matches("GET /members/all/\\d+ 200");
        stage.pullReader().permission(stage.repo(), Actor.person("alice"));
        Awaitility.await().untilAsserted(() -> assertThat(calls()).hasSize(3));
        assertThat(calls().getLast()).matches("GET /members/all/\\d+ 304");
    }

    @Test
    void a_status_is_posted_once_without_asking_for_a_pipeline() {
        status(head(), StatusState.PENDING, "Planning");
        status(head(), StatusState.SUCCESS, "Planned");
        assertCalls("POST /statuses/" + head() + " 201", "POST /statuses/" + head() + " 201");
    }

    @Test
    void what_is_pending_already_is_said_already() {
        status(head(), StatusState.PENDING, "Planning");
        status(head(), StatusState.PENDING, "Planning");
        assertCalls("POST /statuses/" + head() + " 201", "POST /statuses/" + head() + " 400");
    }

    @Test
    void other_words_take_another_state_and_every_second_time_a_new_beginning() {
        status(head(), StatusState.PENDING, "2 of 2 to apply");
        for (int left = 1; left <= 4; left++) {
            String words = left + " of 4 to apply";
            status(head(), StatusState.PENDING, words);
            assertThat(stage.statuses(head())).singleElement().satisfies(it -> {
                assertThat(it.state()).isEqualTo(StatusState.PENDING);
                assertThat(it.description()).isEqualTo(words);
            });
        }
        Awaitility.await().untilAsserted(() -> assertThat(calls()).hasSize(7));
    }

    @Test
    void what_another_process_left_open_gets_other_words_too() {
        status(head(), StatusState.PENDING, "2 of 2 to apply");
        stage.connect(Network.plain(InstantSource.system()))
                .pullWriter()
                .status(new CommitStatus(
                        stage.repo(), head(), "tidelock/plan", StatusState.PENDING, "1 of 2", Optional.empty()));
        assertThat(stage.statuses(head()))
                .singleElement()
                .satisfies(it -> assertThat(it.description()).isEqualTo("1 of 2"));
        stage.connect(Network.plain(InstantSource.system()))
                .pullWriter()
                .status(new CommitStatus(
                        stage.repo(), head(), "tidelock/plan", StatusState.PENDING, "0 of 2", Optional.empty()));
        assertThat(stage.statuses(head()))
                .singleElement()
                .satisfies(it -> assertThat(it.description()).isEqualTo("0 of 2"));
    }

    @Test
    void a_status_follows_the_newest_pipeline_and_ends_in_the_older_one_too() {
        status(head(), StatusState.PENDING, "Planning");
        stage.sandbox().gitlab().beginPipeline(stage.repo().path(), head().hex(), "refs/merge-requests/1/head");
        status(head(), StatusState.SUCCESS, "Planned");
        var pipelines = stage.sandbox().gitlab().pipelines(stage.repo().path(), head().hex());
        assertThat(pipelines)
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.status()).isEqualTo("success"));
        Awaitility.await().untilAsserted(() -> assertThat(calls()).hasSize(3));
    }

    @Test
    void a_project_in_which_nothing_changes_costs_two_confirmations() {
        Optional<String> pulls = tag(stage.repoReader().openPulls(stage.repo(), Optional.empty()));
        Instant since = Instant.parse("2026-01-15T12:00:00Z");
        Optional<String> comments = tag(stage.repoReader().comments(stage.repo(), since, Optional.empty()));
        GitLab afterARestart = stage.connect(Network.plain(InstantSource.system()));
        afterARestart.repoReader().openPulls(stage.repo(), pulls);
        afterARestart.repoReader().comments(stage.repo(), since, comments);
        String open = "GET /merge_requests?state=opened&per_page=100&page=1 ";
        String said = "GET /events?action=commented&sort=desc&after=2026-01-13&per_page=100&page=1 ";
        assertCalls(open + 200, said + 200, open + 304, said + 304);
    }

    /** However much was said, the page with what is new is enough. */
    @Test
    void of_much_that_was_said_only_what_is_new_is_read() {
        List<CommentRef> notes = IntStream.range(0, 120)
                .mapToObj(nth -> stage.comment(pull, "alice", "note " + nth))
                .toList();
        Awaitility.await()
                .until(() -> Instant.now().isAfter(written(notes.getLast()).plusSeconds(2)));
        CommentRef fresh = stage.comment(pull, "alice", "tidelock plan");

        Listing<Remark> found = stage.repoReader().comments(stage.repo(), written(fresh), Optional.empty());

        assertThat(((Listing.Items<Remark>) found).items())
                .first()
                .satisfies(remark -> assertThat(remark.comment().comment()).isEqualTo(fresh));
        assertThat(((Listing.Items<Remark>) found).tag()).isPresent();
        Awaitility.await().untilAsserted(() -> assertThat(calls()).hasSize(1));
    }

    private Instant written(CommentRef note) {
        return stage.sandbox().comments(stage.id(pull)).stream()
                .filter(it -> Long.toString(it.id()).equals(note.id()))
                .findFirst()
                .orElseThrow()
                .createdAt();
    }

    private static <T> Optional<String> tag(Listing<T> listing) {
        return ((Listing.Items<T>) listing).tag();
    }

    @Test
    void the_head_of_a_fork_gets_its_status_by_its_branch() {
        PullRef fork = stage.openFromFork("Theirs");
        CommitSha sha = new CommitSha(stage.sandbox().pull(stage.id(fork)).headSha());
        status(sha, StatusState.PENDING, "Planning");
        status(sha, StatusState.SUCCESS, "Planned");
        assertThat(stage.statuses(sha))
                .singleElement()
                .satisfies(it -> assertThat(it.state()).isEqualTo(StatusState.SUCCESS));
        assertCalls(
                "POST /statuses/" + sha + " 404",
                "GET /repository/commits/" + sha + "/merge_requests 200",
                "POST /statuses/" + sha + " 201",
                "POST /statuses/" + sha + " 201");
    }

    @Test
    void a_note_is_posted_and_edited_once() {
        var posted = stage.pullWriter().post(pull, "before").comment();
        stage.pullWriter().edit(posted, "after");
        assertCalls("POST /merge_requests/1/notes 201", "PUT /merge_requests/1/notes/" + posted.id() + " 200");
    }

    @Test
    void an_emoji_is_posted_once() {
        stage.pullWriter().react(comment, Reaction.EYES);
        assertCalls("POST /merge_requests/1/notes/" + comment.id() + "/award_emoji 201");
    }

    @Test
    void a_note_is_looked_for_page_by_page_and_no_further() {
        var ours = stage.comment(pull, stage.self(), "a marker");
        for (int i = 0; i < 98; i++) {
            stage.comment(pull, "alice", "talk");
        }
        assertThat(stage.pullWriter().find(pull, "a marker").orElseThrow().comment())
                .isEqualTo(ours);
        assertCalls("GET /merge_requests/1/notes?order_by=created_at&sort=asc&per_page=100&page=1 200");
    }

    @Test
    void quoted_lines_give_no_orders() {
        String body = "Plan:\n/close\n\n````diff\nx\n```\n/approve\n  /merge\n/usr/lib\n````\n";
        var posted = stage.pullWriter().post(pull, body).comment();
        assertThat(stage.sandbox().pull(stage.id(pull)).state()).isEqualTo("open");
        assertThat(stage.comments(pull).getLast().body().replace("\u200B", "")).isEqualTo(body);
        stage.pullWriter().edit(posted, body);
        assertThat(stage.sandbox().pull(stage.id(pull)).state()).isEqualTo("open");
        assertThat(stage.comments(pull).getLast().body().replace("\u200B", "")).isEqualTo(body);
    }
}
