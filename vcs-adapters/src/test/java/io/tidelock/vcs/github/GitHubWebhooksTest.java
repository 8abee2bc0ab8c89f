package io.tidelock.vcs.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.Event;
import io.tidelock.core.event.Reading;
import io.tidelock.core.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The odd things that GitHub does say, and the ones that others say in its name. */
class GitHubWebhooksTest {
    private static final Secret SECRET = new Secret("s3cret");
    private static final RepoRef REPO = new RepoRef("ghe.example.com", "acme/infra");
    private static final String SHA = "ab".repeat(20);
    private final ObjectMapper mapper = new ObjectMapper();
    private final GitHubWebhooks reader = new GitHubWebhooks("ghe.example.com", Optional.of(SECRET));

    private ObjectNode json(String text) {
        try {
            return (ObjectNode) mapper.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode pullRequest(String action) {
        return json("""
                {"action": "%s", "number": 7, "repository": {"full_name": "acme/infra"},
                 "sender": {"login": "alice", "type": "User"},
                 "pull_request": {"number": 7, "state": "open", "title": "Add", "html_url": "https://ghe.example.com/x",
                  "user": {"login": "alice", "type": "User"}, "labels": [{"name": "b"}, {"name": "a"}], "draft": false,
                  "merged": false, "mergeable": null, "merge_commit_sha": "%s",
                  "head": {"ref": "change", "sha": "%s", "repo": {"full_name": "alice/infra"}},
                  "base": {"ref": "main", "sha": "%s",
                   "repo": {"full_name": "acme/infra", "clone_url": "https://ghe.example.com/acme/infra.git"}}}}
                """.formatted(action, "cd".repeat(20), SHA, "ef".repeat(20)));
    }

    private ObjectNode comment() {
        return json("""
                {"action": "created", "repository": {"full_name": "acme/infra"},
                 "issue": {"number": 7, "pull_request": {"url": "x"}},
                 "comment": {"id": 9007199254740993, "created_at": "2026-11-21T10:00:00Z", "body": "tidelock plan",
                  "user": {"login": "alice", "type": "User"}}}
                """);
    }

    private static Delivery signed(String event, byte[] body, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "X-GitHub-Event",
                event,
                "X-GitHub-Delivery",
                "72d3162e",
                "X-Hub-Signature-256",
                Signed.header(SECRET, body),
                "Content-Type",
                "application/json"));
        headers.putAll(more);
        return new Delivery(headers, body);
    }

    private Reading read(String event, ObjectNode body) {
        return reader.read(signed(event, body.toString().getBytes(UTF_8), Map.of()));
    }

    private Event event(String event, ObjectNode body) {
        Reading reading = read(event, body);
        assertThat(reading).isInstanceOf(Reading.Fact.class);
        return ((Reading.Fact) reading).event();
    }

    private PullRequest opened(Consumer<ObjectNode> change) {
        ObjectNode body = pullRequest("opened");
        change.accept((ObjectNode) body.get("pull_request"));
        return ((Event.PullChanged) event("pull_request", body)).pull();
    }

    private static void assertRefused(Reading.Fault fault, String reason, Reading reading) {
        assertThat(reading).isEqualTo(new Reading.Refused(fault, reason));
    }

    // ---- the button that asks for checks again

    private ObjectNode rerequested(String kind, String pulls) {
        String suite = "\"id\": 5, \"updated_at\": \"2026-11-21T10:00:00Z\"";
        String asked = kind.equals("check_run")
                ? "\"check_run\": {\"id\": 99, \"pull_requests\": %s, \"check_suite\": {%s}}".formatted(pulls, suite)
                : "\"check_suite\": {%s, \"pull_requests\": %s}".formatted(suite, pulls);
        return json("""
                {"action": "rerequested", %s, "repository": {"full_name": "acme/infra"},
                 "sender": {"login": "alice", "type": "User"}}
                """.formatted(asked));
    }

    @Test
    void checksThatAreWantedAgainAreAWishForAPlanByWhoPressedTheButton() {
        Event.Wished wish = new Event.Wished(
                io.tidelock.core.change.CommentRef.button(new PullRef(REPO, 7), "5.1795255200"),
                Actor.person("alice"),
                java.time.Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(event("check_suite", rerequested("check_suite", "[{\"number\": 7}]")))
                .isEqualTo(wish);
        assertThat(event("check_run", rerequested("check_run", "[{\"number\": 7}]")))
                .as("each of the same suite is the same wish")
                .isEqualTo(wish);
        assertThat(event("check_suite", rerequested("check_suite", "[]"))).isInstanceOf(Event.Uninteresting.class);
    }

    @Test
    void ourOwnChecksKeepNobodyBusy() {
        GitHubWebhooks app = new GitHubWebhooks("ghe.example.com", Optional.of(SECRET), Optional.of("123"));
        for (String maker : List.of("{\"id\": 123}", "{\"id\": 1, \"client_id\": \"123\"}")) {
            ObjectNode body = json("""
                    {"action": "completed", "check_suite": {"id": 5, "head_sha": "%s", "app": %s},
                     "repository": {"full_name": "acme/infra"}, "sender": {"login": "alice", "type": "User"}}
                    """.formatted(SHA, maker));
            Reading reading = app.read(signed("check_suite", body.toString().getBytes(UTF_8), Map.of()));
            assertThat(((Reading.Fact) reading).event()).isInstanceOf(Event.Uninteresting.class);
            assertThat(event("check_suite", body)).as("of another App").isInstanceOf(Event.Checked.class);
        }
    }

    // ---- odd but true

    @Test
    void aPullRequestIsReadWhole() {
        assertThat(opened(pull -> {}))
                .isEqualTo(new PullRequest(
                        new PullRef(REPO, 7),
                        "Add",
                        "https://ghe.example.com/x",
                        "https://ghe.example.com/acme/infra.git",
                        PullRequest.State.OPEN,
                        false,
                        Actor.person("alice"),
                        new io.tidelock.core.change.Side(
                                Optional.of(new RepoRef("ghe.example.com", "alice/infra")),
                                "change",
                                new CommitSha(SHA)),
                        new io.tidelock.core.change.Side(Optional.of(REPO), "main", new CommitSha("ef".repeat(20))),
                        java.util.Set.of("a", "b"),
                        Optional.of(new CommitSha("cd".repeat(20)))));
    }

    @Test
    void whatIsNotReadMustBeJsonAllTheSame() {
        String body = comment().toString();
        for (String broken : List.of("tru", "\"open", "[1, 2}", "{\"a\" 1}", "01", "\"a\u0001b\"")) {
            byte[] bytes = body.replaceFirst("\\{", "{\"unread\": {\"x\": " + broken + "}, ")
                    .getBytes(UTF_8);
            Reading reading = reader.read(signed("issue_comment", bytes, Map.of()));
            assertThat(reading).as(broken).isInstanceOf(Reading.Refused.class);
            assertThat(((Reading.Refused) reading).fault()).as(broken).isEqualTo(Reading.Fault.MALFORMED);
        }
        byte[] trailing = (body + " {}").getBytes(UTF_8);
        assertThat(reader.read(signed("issue_comment", trailing, Map.of()))).isInstanceOf(Reading.Refused.class);
        byte[] whole = body.replaceFirst("\\{", "{\"unread\": {\"x\": [1.5, null, {\"y\": true}]}, ")
                .getBytes(UTF_8);
        assertThat(reader.read(signed("issue_comment", whole, Map.of()))).isInstanceOf(Reading.Fact.class);
    }

    @Test
    void aDeletedForkLeavesNoRepository() {
        PullRequest pull = opened(it -> ((ObjectNode) it.get("head")).putNull("repo"));
        assertThat(pull.head().repo()).isEmpty();
        assertThat(pull.fromFork()).isTrue();
    }

    @Test
    void aDeletedAccountIsAGhost() {
        assertThat(opened(it -> it.putNull("user")).author()).isEqualTo(new Actor("ghost", Actor.Kind.UNKNOWN));
        ObjectNode comment = comment();
        ((ObjectNode) comment.get("comment")).putNull("user");
        assertThat(((Event.Commented) event("issue_comment", comment)).author().login())
                .isEqualTo("ghost");
    }

    @Test
    void botsAreBotsAndWhatWeDoNotKnowIsUnknown() {
        assertThat(opened(it -> ((ObjectNode) it.get("user")).put("type", "Bot"))
                        .author()
                        .kind())
                .isEqualTo(Actor.Kind.BOT);
        for (String kind : List.of("Mannequin", "Organization", "user", "")) {
            assertThat(opened(it -> ((ObjectNode) it.get("user")).put("type", kind))
                            .author()
                            .kind())
                    .isEqualTo(Actor.Kind.UNKNOWN);
        }
    }

    @Test
    void aHostThatTellsNoKindsMeansPeople() {
        assertThat(opened(it -> ((ObjectNode) it.get("user")).remove("type"))
                        .author()
                        .kind())
                .isEqualTo(Actor.Kind.PERSON);
        assertThat(opened(it -> ((ObjectNode) it.get("user"))
                                .put("login", "renovate[bot]")
                                .remove("type"))
                        .author()
                        .kind())
                .isEqualTo(Actor.Kind.BOT);
    }

    @Test
    void whatOldServersLeaveOutIsNotMissed() {
        PullRequest pull = opened(it ->
                it.remove(List.of("labels", "draft", "title", "html_url", "merged", "mergeable", "merge_commit_sha")));
        assertThat(pull.labels()).isEmpty();
        assertThat(pull.draft()).isFalse();
        assertThat(pull.testMerge()).isEmpty();
    }

    @Test
    void aConflictHasNoTestMerge() {
        assertThat(opened(it -> it.put("mergeable", false)).testMerge()).isEmpty();
        assertThat(opened(it -> it.put("mergeable", true)).testMerge()).isPresent();
    }

    @Test
    void aStateThatWeDoNotKnowIsNotOpen() {
        ObjectNode body = pullRequest("opened");
        ((ObjectNode) body.get("pull_request")).put("state", "frozen");
        assertThat(event("pull_request", body)).isInstanceOf(Event.Uninteresting.class);
    }

    @Test
    void onlyANewBaseMakesAnEditInteresting() {
        ObjectNode body = pullRequest("edited");
        body.putObject("changes").putObject("title").put("from", "x");
        assertThat(event("pull_request", body))
                .isEqualTo(new Event.Uninteresting(
                        Optional.of(REPO), "a pull request was edited, but not its base branch"));
        ((ObjectNode) body.get("changes")).putObject("base").putObject("ref").put("from", "main");
        assertThat(event("pull_request", body))
                .isInstanceOfSatisfying(
                        Event.PullChanged.class, it -> assertThat(it.change()).isEqualTo(Event.Change.RETARGETED));
    }

    @Test
    void aCommentKeepsItsLongId() {
        assertThat(event("issue_comment", comment()))
                .isEqualTo(new Event.Commented(
                        new CommentRef(new PullRef(REPO, 7), "9007199254740993"),
                        Actor.person("alice"),
                        Instant.parse("2026-11-21T10:00:00Z"),
                        "tidelock plan"));
    }

    @Test
    void pushesThatMoveNoBranchAreNothing() {
        ObjectNode push =
                json("{\"ref\":\"refs/heads/a/b\",\"deleted\":false,\"repository\":{\"full_name\":\"acme/infra\"}}");
        push.put("after", SHA);
        assertThat(event("push", push)).isEqualTo(new Event.BranchPushed(REPO, "a/b", new CommitSha(SHA)));
        push.put("deleted", true).put("after", "0".repeat(40));
        assertThat(event("push", push)).isInstanceOf(Event.Uninteresting.class);
        push.put("deleted", false).put("ref", "refs/tags/v1");
        assertThat(event("push", push)).isInstanceOf(Event.Uninteresting.class);
        push.put("ref", "refs/heads/");
        assertThat(event("push", push)).isInstanceOf(Event.Uninteresting.class);
    }

    @Test
    void theHostIsTheOneThatIsSetUpWhateverTheServerCallsItself() {
        byte[] body = comment().toString().getBytes(UTF_8);
        Reading.Fact fact = (Reading.Fact)
                reader.read(signed("issue_comment", body, Map.of("X-GitHub-Enterprise-Host", "10.0.0.7:8443")));
        assertThat(fact.id().host()).isEqualTo("ghe.example.com");
        assertThat(fact.event().repo()).contains(REPO);
        assertThat(fact.kind()).isEqualTo("issue_comment.created");
    }

    @Test
    void strangeWordsAreNotRepeated() {
        ObjectNode body = pullRequest("<script>");
        Reading.Fact fact = (Reading.Fact) read("pull_request", body);
        assertThat(fact.kind()).isEqualTo("pull_request.other");
        assertThat(((Event.Uninteresting) fact.event()).reason()).doesNotContain("<");
    }

    // ---- not true

    @Test
    void shapesThatAreNotGitHubsAreNamed() {
        ObjectNode body = pullRequest("opened");
        ((ObjectNode) body.at("/pull_request/head")).put("sha", "nothing");
        assertRefused(
                Reading.Fault.MALFORMED,
                "pull_request: pull_request.head.sha is not a commit",
                read("pull_request", body));
        body = pullRequest("opened");
        ((ObjectNode) body.at("/pull_request/base/repo")).put("full_name", "acme/../../etc");
        assertRefused(
                Reading.Fault.MALFORMED,
                "pull_request: pull_request.base.repo.full_name is not owner/name",
                read("pull_request", body));
        body = pullRequest("closed");
        assertRefused(
                Reading.Fault.MALFORMED,
                "pull_request: pull_request.state is not closed, although the action is",
                read("pull_request", body));
        ObjectNode comment = comment();
        ((ObjectNode) comment.get("comment")).put("created_at", 5);
        assertRefused(
                Reading.Fault.MALFORMED,
                "issue_comment: comment.created_at is not a text",
                read("issue_comment", comment));
    }

    @Test
    void everyFieldMayBeAnythingAndNothingIsThrown() {
        for (ObjectNode whole : List.of(pullRequest("opened"), pullRequest("closed"), comment())) {
            String event = whole.has("comment") ? "issue_comment" : "pull_request";
            List<String> paths = new java.util.ArrayList<>();
            collect(whole, "", paths);
            for (String path : paths) {
                for (String odd : List.of("null", "[]", "{}", "-1", "1e400", "\"\"", "true", "99999999999999999999")) {
                    ObjectNode changed = whole.deepCopy();
                    int slash = path.lastIndexOf('/');
                    if (changed.at(path.substring(0, slash)) instanceof ObjectNode parent) {
                        parent.set(path.substring(slash + 1), jsonNode(odd));
                        assertThat(read(event, changed)).as(path + " = " + odd).isNotNull();
                    }
                }
            }
        }
    }

    private com.fasterxml.jackson.databind.JsonNode jsonNode(String text) {
        try {
            return mapper.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(ObjectNode node, String path, List<String> paths) {
        node.properties().forEach(field -> {
            paths.add(path + "/" + field.getKey());
            if (field.getValue() instanceof ObjectNode below) {
                collect(below, path + "/" + field.getKey(), paths);
            }
        });
    }

    @Test
    void sha1AloneIsNoSignature() {
        byte[] body = comment().toString().getBytes(UTF_8);
        Delivery delivery = new Delivery(
                Map.of("X-GitHub-Event", "issue_comment", "X-GitHub-Delivery", "1", "X-Hub-Signature", "sha1=00"),
                body);
        assertRefused(
                Reading.Fault.NOT_SIGNED,
                "signed with SHA-1 only; expected the header X-Hub-Signature-256",
                reader.read(delivery));
    }

    @Test
    void aSignatureMustBeWholeAndOfTheSecret() {
        byte[] body = comment().toString().getBytes(UTF_8);
        String good = Signed.header(SECRET, body);
        for (String bad : List.of(
                "",
                "sha256=",
                good.substring(0, good.length() - 1),
                good + "0",
                good.substring("sha256=".length()),
                Signed.header(new Secret("other"), body))) {
            Reading reading = reader.read(signed("issue_comment", body, Map.of("X-Hub-Signature-256", bad)));
            assertThat(reading)
                    .isInstanceOfSatisfying(
                            Reading.Refused.class, it -> assertThat(it.fault()).isEqualTo(Reading.Fault.NOT_SIGNED));
        }
    }

    @Test
    void withoutASecretNothingNeedsASignature() {
        GitHubWebhooks open = new GitHubWebhooks("ghe.example.com", Optional.empty());
        byte[] body = comment().toString().getBytes(UTF_8);
        assertThat(open.read(new Delivery(Map.of("X-GitHub-Event", "issue_comment", "X-GitHub-Delivery", "1"), body)))
                .isInstanceOf(Reading.Fact.class);
    }

    @Test
    void aDeliveryWithoutIdIsMalformed() {
        byte[] body = comment().toString().getBytes(UTF_8);
        assertRefused(
                Reading.Fault.MALFORMED,
                "the header X-GitHub-Delivery is missing or not an id",
                reader.read(signed("issue_comment", body, Map.of("X-GitHub-Delivery", " "))));
    }

    @Test
    void giteaSpeaksGitHubsHeadersButIsNotGitHub() {
        byte[] body = comment().toString().getBytes(UTF_8);
        assertThat(reader.read(signed("issue_comment", body, Map.of("X-Gitea-Event", "issue_comment"))))
                .isInstanceOfSatisfying(
                        Reading.Refused.class, it -> assertThat(it.fault()).isEqualTo(Reading.Fault.NOT_FOR_US));
    }

    @Test
    void formsMayHaveOtherFieldsAndMustHaveThePayload() {
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        byte[] good = ("a=1&payload=" + java.net.URLEncoder.encode(comment().toString(), UTF_8)).getBytes(UTF_8);
        assertThat(reader.read(signed("issue_comment", good, form))).isInstanceOf(Reading.Fact.class);
        for (String bad : List.of("", "a=1", "payload=%", "payload=%zz", "payload=")) {
            assertThat(reader.read(signed("issue_comment", bad.getBytes(UTF_8), form)))
                    .isInstanceOfSatisfying(
                            Reading.Refused.class, it -> assertThat(it.fault()).isEqualTo(Reading.Fault.MALFORMED));
        }
    }
}
