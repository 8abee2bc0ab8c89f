package io.tidelock.vcs.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.Event;
import io.tidelock.core.event.Reading;
import io.tidelock.core.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What GitLab of several ages sends, and what it means. */
class GitLabWebhooksTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHA = "da1560886d4f094c3e6c9ef40349f7d38b5d27d7";

    private static final String MERGE_REQUEST = """
            {"object_kind":"merge_request","event_type":"merge_request",
             "user":{"id":1,"name":"Ann","username":"ann","avatar_url":"","email":"[REDACTED]"},
             "project":{"id":5,"name":"infra","web_url":"https://gitlab.acme.org/acme/sub/infra",
               "git_http_url":"https://gitlab.acme.org/acme/sub/infra.git","path_with_namespace":"acme/sub/infra"},
             "object_attributes":{"id":99,"iid":7,"author_id":1,"title":"A change","state":"opened","action":"open",
               "source_branch":"feature","target_branch":"main","source_project_id":5,"target_project_id":5,
               "draft":false,"work_in_progress":false,"url":"https://gitlab.acme.org/acme/sub/infra/-/merge_requests/7",
               "source":{"path_with_namespace":"acme/sub/infra"},"target":{"path_with_namespace":"acme/sub/infra"},
               "last_commit":{"id":"%s"}},
             "labels":[{"id":1,"title":"later"}],"changes":{},"repository":{}}
            """.formatted(SHA);

    private static final String NOTE = """
            {"object_kind":"note","event_type":"note","user":{"id":2,"username":"bob"},"project_id":5,
             "project":{"id":5,"path_with_namespace":"acme/sub/infra"},
             "object_attributes":{"id":1244,"note":"tidelock plan","noteable_type":"MergeRequest","author_id":2,
               "created_at":"2025-01-31 12:30:00 UTC","updated_at":"2025-01-31 12:30:00 UTC","system":false,
               "action":"create"},
             "merge_request":{"id":99,"iid":7}}
            """;

    private static final String PUSH = """
            {"object_kind":"push","event_name":"push","before":"%1$s","after":"%1$s","ref":"refs/heads/main",
             "checkout_sha":"%1$s","user_username":"ann","project_id":5,
             "project":{"id":5,"path_with_namespace":"acme/sub/infra"}}
            """.formatted(SHA);

    private final GitLabWebhooks reader = new GitLabWebhooks("gitlab.acme.org", Optional.of(new Secret("s3cret")));

    private static Map<String, String> headers(String event) {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Gitlab-Event", event);
        headers.put("X-Gitlab-Token", "s3cret");
        headers.put("X-Gitlab-Event-UUID", "uuid-1");
        headers.put("Idempotency-Key", "key-1");
        return headers;
    }

    private static byte[] changed(String json, Consumer<ObjectNode> change) {
        try {
            ObjectNode tree = (ObjectNode) JSON.readTree(json);
            change.accept(tree);
            return JSON.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Event mergeRequest(Consumer<ObjectNode> change) {
        return event("Merge Request Hook", changed(MERGE_REQUEST, change));
    }

    private Event note(Consumer<ObjectNode> change) {
        return event("Note Hook", changed(NOTE, json -> change.accept(attributes(json))));
    }

    private Event event(String kind, byte[] body) {
        Reading reading = reader.read(new Delivery(headers(kind), body));
        assertThat(reading).isInstanceOf(Reading.Fact.class);
        return ((Reading.Fact) reading).event();
    }

    private static ObjectNode attributes(ObjectNode json) {
        return (ObjectNode) json.get("object_attributes");
    }

    private static void updated(ObjectNode json, String changes) {
        attributes(json).put("action", "update");
        try {
            json.set("changes", JSON.readTree(changes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Event.Change change(Event event) {
        assertThat(event).isInstanceOf(Event.PullChanged.class);
        return ((Event.PullChanged) event).change();
    }

    @Test
    void an_opened_merge_request_is_told_whole() {
        Event.PullChanged told = (Event.PullChanged) mergeRequest(json -> {});
        PullRequest pull = told.pull();
        assertThat(told.change()).isEqualTo(Event.Change.OPENED);
        assertThat(pull.ref()).hasToString("gitlab.acme.org/acme/sub/infra#7");
        assertThat(pull.head().sha()).hasToString(SHA);
        assertThat(pull.author()).isEqualTo(Actor.person("ann"));
        assertThat(pull.fromFork()).isFalse();
        assertThat(pull.labels()).containsExactly("later");
        assertThat(pull.cloneUrl()).isEqualTo("https://gitlab.acme.org/acme/sub/infra.git");
    }

    @Test
    void an_update_with_an_old_revision_is_a_push_and_without_one_mostly_nothing() {
        assertThat(change(mergeRequest(json -> {
                    updated(json, "{}");
                    attributes(json).put("oldrev", SHA);
                })))
                .isEqualTo(Event.Change.PUSHED);
        assertThat(mergeRequest(json -> updated(json, "{\"labels\":{\"previous\":[],\"current\":[]}}")))
                .isInstanceOf(Event.Uninteresting.class);
        assertThat(mergeRequest(json -> json.remove("changes"))).isInstanceOf(Event.PullChanged.class);
    }

    @Test
    void another_target_branch_is_told() {
        assertThat(change(mergeRequest(
                        json -> updated(json, "{\"target_branch\":{\"previous\":\"a\",\"current\":\"main\"}}"))))
                .isEqualTo(Event.Change.RETARGETED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"draft\":{\"previous\":true,\"current\":false}}",
                "{\"work_in_progress\":{\"previous\":true,\"current\":false}}",
                "{\"title\":{\"previous\":\"Draft: A change\",\"current\":\"A change\"}}",
                "{\"title\":{\"previous\":\"[draft] A change\",\"current\":\"A change\"}}"
            })
    void the_end_of_a_draft_is_told_by_servers_of_every_age(String changes) {
        assertThat(change(mergeRequest(json -> updated(json, changes)))).isEqualTo(Event.Change.READY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"draft\":{\"previous\":false,\"current\":true}}",
                "{\"title\":{\"previous\":\"A change\",\"current\":\"Draft: A change\"}}",
                "{\"title\":{\"previous\":\"One\",\"current\":\"Two\"}}",
                "{\"title\":{\"previous\":\"Draft: One\",\"current\":\"Draft: Two\"}}",
                "{\"title\":{}}"
            })
    void other_titles_and_drafts_are_nothing(String changes) {
        assertThat(mergeRequest(json -> updated(json, changes))).isInstanceOf(Event.Uninteresting.class);
    }

    @ParameterizedTest
    @CsvSource({"merge, merged, MERGED", "close, closed, CLOSED"})
    void the_end_is_told(String action, String state, PullRequest.State expected) {
        Event event =
                mergeRequest(json -> attributes(json).put("action", action).put("state", state));
        assertThat(event)
                .isInstanceOfSatisfying(
                        Event.PullClosed.class,
                        closed -> assertThat(closed.pull().state()).isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"approved", "unapproved", "approval", "unapproval"})
    void approvals_change_no_plan_and_perhaps_what_is_missing(String action) {
        assertThat(mergeRequest(json -> attributes(json).put("action", action))).isInstanceOf(Event.Reviewed.class);
    }

    @Test
    void what_is_new_changes_no_plan() {
        assertThat(mergeRequest(json -> attributes(json).put("action", "something_new")))
                .isInstanceOf(Event.Uninteresting.class);
    }

    @Test
    void resolved_threads_are_perhaps_what_was_missing() {
        assertThat(mergeRequest(json -> {
                    attributes(json).put("action", "update");
                    json.withObject("/changes/blocking_discussions_resolved")
                            .put("previous", false)
                            .put("current", true);
                }))
                .isInstanceOf(Event.Reviewed.class);
    }

    @Test
    void a_fork_is_one_and_so_is_a_deleted_one() {
        Event fork = mergeRequest(
                json -> ((ObjectNode) attributes(json).get("source")).put("path_with_namespace", "eve/infra"));
        assertThat(((Event.PullChanged) fork).pull().fromFork()).isTrue();
        Event gone = mergeRequest(json -> attributes(json).putNull("source"));
        assertThat(((Event.PullChanged) gone).pull().fromFork()).isTrue();
    }

    @Test
    void without_a_commit_there_is_nothing_to_plan_but_an_end_is_an_end() {
        assertThat(mergeRequest(json -> attributes(json).putNull("last_commit")))
                .isInstanceOf(Event.Uninteresting.class);
        assertThat(mergeRequest(json -> attributes(json)
                        .put("action", "close")
                        .put("state", "closed")
                        .putNull("last_commit")))
                .isInstanceOf(Event.PullClosed.class);
    }

    @Test
    void who_pushes_to_anothers_merge_request_is_not_its_author() {
        Event event = mergeRequest(json -> attributes(json).put("author_id", 3));
        assertThat(((Event.PullChanged) event).sender()).isEqualTo(Actor.person("ann"));
        assertThat(((Event.PullChanged) event).pull().author().kind()).isEqualTo(Actor.Kind.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "project_5_bot, BOT",
        "project_5_bot_1f2e3d, BOT",
        "group_12_bot1, BOT",
        "service_account_group_3_ab12, BOT",
        "ghost, UNKNOWN",
        "ann, PERSON",
        "projectionist, PERSON"
    })
    void machines_are_known_by_their_names(String login, Actor.Kind kind) {
        Event event = mergeRequest(json -> ((ObjectNode) json.get("user")).put("username", login));
        assertThat(((Event.PullChanged) event).sender().kind()).isEqualTo(kind);
    }

    @Test
    void a_note_is_told_with_its_time_in_either_form() {
        Event.Commented told = (Event.Commented) note(json -> {});
        assertThat(told.body()).isEqualTo("tidelock plan");
        assertThat(told.author()).isEqualTo(Actor.person("bob"));
        assertThat(told.writtenAt()).isEqualTo(Instant.parse("2025-01-31T12:30:00Z"));
        Event.Commented iso = (Event.Commented) note(json -> json.put("created_at", "2025-01-31T13:30:00.000+01:00"));
        assertThat(iso.writtenAt()).isEqualTo(told.writtenAt());
        Event.Commented offset = (Event.Commented) note(json -> json.put("created_at", "2025-01-31 13:30:00 +0100"));
        assertThat(offset.writtenAt()).isEqualTo(told.writtenAt());
    }

    @Test
    void edits_and_what_gitlab_writes_itself_are_no_commands() {
        assertThat(note(json -> json.put("action", "update"))).isInstanceOf(Event.Uninteresting.class);
        assertThat(note(json -> json.put("system", true))).isInstanceOf(Event.Uninteresting.class);
        assertThat(note(json -> json.put("noteable_type", "Commit"))).isInstanceOf(Event.Uninteresting.class);
        assertThat(note(json -> json.put("noteable_type", "Issue"))).isInstanceOf(Event.Uninteresting.class);
    }

    @Test
    void servers_that_do_not_say_create_are_believed_by_the_times() {
        assertThat(note(json -> json.remove("action"))).isInstanceOf(Event.Commented.class);
        assertThat(note(json -> {
                    json.remove("action");
                    json.put("updated_at", "2025-01-31 12:31:00 UTC");
                }))
                .isInstanceOf(Event.Uninteresting.class);
    }

    @Test
    void pushes_of_branches_are_told_and_their_ends_are_not() {
        assertThat(event("Push Hook", PUSH.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Event.BranchPushed.class,
                        told -> assertThat(told.branch()).isEqualTo("main"));
        assertThat(event(
                        "Push Hook",
                        changed(PUSH, json -> json.put("after", "0".repeat(40)).putNull("checkout_sha"))))
                .isInstanceOf(Event.Uninteresting.class);
        assertThat(event("Tag Push Hook", changed(PUSH, json -> json.put("object_kind", "tag_push"))))
                .isInstanceOf(Event.Uninteresting.class);
    }

    @Test
    void a_webhook_of_the_whole_server_is_read_as_well() {
        assertThat(event("System Hook", MERGE_REQUEST.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Event.PullChanged.class);
        assertThat(event("System Hook", "{\"event_name\":\"user_create\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Event.Uninteresting.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issue",
                "wiki_page",
                "pipeline",
                "build",
                "deployment",
                "feature_flag",
                "release",
                "emoji",
                "access_token",
                "member",
                "milestone",
                "work_item",
                "vulnerability",
                "Some Thing New"
            })
    void kinds_that_are_not_read_are_passed_over(String kind) {
        byte[] body = changed("{\"project\":{\"path_with_namespace\":\"odd\"}}", json -> json.put("object_kind", kind));
        assertThat(event("Other Hook", body)).isInstanceOf(Event.Uninteresting.class);
    }

    @Test
    void ids_are_the_idempotency_key_or_what_tells_events_of_one_request_apart() {
        Map<String, String> old = headers("Note Hook");
        old.remove("Idempotency-Key");
        Reading.Fact one = (Reading.Fact) reader.read(new Delivery(old, NOTE.getBytes(StandardCharsets.UTF_8)));
        Reading.Fact again = (Reading.Fact) reader.read(new Delivery(old, NOTE.getBytes(StandardCharsets.UTF_8)));
        Reading.Fact other = (Reading.Fact) reader.read(new Delivery(
                old, changed(NOTE, json -> attributes(json).put("id", 7))));
        assertThat(one.id()).isEqualTo(again.id()).isNotEqualTo(other.id());
        Reading.Fact keyed =
                (Reading.Fact) reader.read(new Delivery(headers("Note Hook"), NOTE.getBytes(StandardCharsets.UTF_8)));
        assertThat(keyed.id().id()).isEqualTo("key-1");
        assertThat(keyed.kind()).isEqualTo("note.create");
    }

    @Test
    void whatever_is_missing_is_malformed_and_never_thrown() throws IOException {
        JsonNode whole = JSON.readTree(MERGE_REQUEST);
        for (String field : new String[] {"project", "object_attributes"}) {
            byte[] body = changed(MERGE_REQUEST, json -> json.remove(field));
            assertThat(reader.read(new Delivery(headers("Merge Request Hook"), body)))
                    .isInstanceOf(Reading.Refused.class);
        }
        whole.get("object_attributes").fieldNames().forEachRemaining(field -> {
            byte[] body = changed(MERGE_REQUEST, json -> attributes(json).put(field, -1));
            reader.read(new Delivery(headers("Merge Request Hook"), body));
        });
    }
}
