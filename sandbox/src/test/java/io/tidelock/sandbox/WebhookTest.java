package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.sandbox.hook.Delivery;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.github.GHEventPayload;
import org.kohsuke.github.GitHub;

/** Webhooks as their receivers see them. */
class WebhookTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPO = "owner/infra";

    @TempDir
    @Nullable
    Path folder;

    @Nullable
    Sandbox started;

    @Nullable
    Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        started = Sandbox.start(SandboxSettings.in(Objects.requireNonNull(folder)));
        receiver = new Receiver();
        sandbox().createRepository("owner", "infra");
        sandbox().commitFiles(REPO, "main", Map.of("main.tf", "# one\n"), "One", "owner");
        sandbox().commitFiles(REPO, "feature", Map.of("main.tf", "# two\n"), "Two", "owner");
    }

    @AfterEach
    void stop() {
        sandbox().close();
        receiver().close();
    }

    @Test
    void signsTheRawBody() throws Exception {
        sandbox().addWebhook(REPO, receiver().url(), "s3cret", "json");
        sandbox().openPull(REPO, "A change", "feature", "main", "owner");
        Receiver.Got got = next("pull_request", 1);
        assertThat(got.headers().getFirst("X-Hub-Signature-256")).isEqualTo("sha256=" + hmac("HmacSHA256", got.body()));
        assertThat(got.headers().getFirst("X-Hub-Signature")).isEqualTo("sha1=" + hmac("HmacSHA1", got.body()));
        assertThat(got.headers().getFirst("User-Agent")).startsWith("GitHub-Hookshot/");
        assertThat(got.headers().getFirst("X-GitHub-Delivery")).hasSize(36);
        assertThat(got.headers().getFirst("X-GitHub-Enterprise-Host")).isNotEmpty();
        assertThat(got.headers().getFirst("X-GitHub-Hook-ID")).isNotEmpty();
        assertThat(got.headers().getFirst("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void sendsFormsSignedAsSent() throws Exception {
        sandbox().addWebhook(REPO, receiver().url(), "s3cret", "form");
        sandbox().openPull(REPO, "A change & more", "feature", "main", "owner");
        Receiver.Got got = next("pull_request", 1);
        assertThat(got.headers().getFirst("X-Hub-Signature-256")).isEqualTo("sha256=" + hmac("HmacSHA256", got.body()));
        assertThat(got.text()).startsWith("payload=");
        JsonNode json = JSON.readTree(URLDecoder.decode(got.text().substring(8), StandardCharsets.UTF_8));
        assertThat(json.at("/pull_request/title").asText()).isEqualTo("A change & more");
    }

    @Test
    void tellsWhoIsAskedForAReview() throws Exception {
        sandbox().organization("acme", "owner");
        sandbox().user("ann");
        sandbox().team("acme", "Platform", null, List.of("ann"));
        String repo = sandbox().createRepository("acme", "infra");
        sandbox().commitFiles(repo, "main", Map.of("main.tf", "# one\n"), "One", "owner");
        sandbox().commitFiles(repo, "feature", Map.of("main.tf", "# two\n"), "Two", "owner");
        PullId pull = sandbox().openPull(repo, "A change", "feature", "main", "owner");
        sandbox().addWebhook(repo, receiver().url(), null, "json");
        Client owner = Client.https(sandbox(), "owner");
        String asked = "/repos/acme/infra/pulls/1/requested_reviewers";
        Client.Got got = owner.post(asked, "{\"reviewers\":[\"ann\"],\"team_reviewers\":[\"platform\"]}");
        assertThat(got.at("/requested_teams/0/slug").asText()).isEqualTo("platform");
        JsonNode person = json(next("pull_request", 1));
        assertThat(person.path("action").asText()).isEqualTo("review_requested");
        assertThat(person.at("/requested_reviewer/login").asText()).isEqualTo("ann");
        JsonNode team = json(next("pull_request", 2));
        assertThat(team.at("/requested_team/slug").asText()).isEqualTo("platform");
        assertThat(owner.post(asked, "{\"team_reviewers\":[\"nobody\"]}").status())
                .isEqualTo(422);

        sandbox().approve(pull, "ann");
        assertThat(owner.get("/repos/acme/infra/pulls/1").at("/requested_teams"))
                .isEmpty();
        owner.post(asked, "{\"team_reviewers\":[\"platform\"]}");
        owner.method("DELETE", asked, "{\"team_reviewers\":[\"platform\"]}");
        assertThat(json(next("pull_request", 4)).path("action").asText()).isEqualTo("review_request_removed");
        String query = "{repository(owner:\\\"acme\\\",name:\\\"infra\\\"){pullRequest(number:1){"
                + "latestOpinionatedReviews(first:5){nodes{onBehalfOf(first:5){nodes{slug}}}}}}}";
        assertThat(owner.method("POST", "//api/graphql", "{\"query\":\"" + query + "\"}")
                        .at("/data/repository/pullRequest/latestOpinionatedReviews/nodes/0/onBehalfOf/nodes/0/slug")
                        .asText())
                .isEqualTo("platform");
    }

    @Test
    void tellsTheLifeOfAPullRequest() throws Exception {
        sandbox().addWebhook(REPO, receiver().url(), null, "json");
        PullId pull = sandbox().openPull(REPO, "A change", "feature", "main", "owner");
        String before = sandbox().pull(pull).headSha();
        JsonNode opened = json(next("pull_request", 1));
        assertThat(opened.path("action").asText()).isEqualTo("opened");
        assertThat(opened.path("number").asInt()).isEqualTo(1);
        assertThat(opened.at("/pull_request/head/sha").asText()).isEqualTo(before);
        assertThat(opened.at("/pull_request/mergeable").isNull()).isTrue();
        assertThat(opened.at("/pull_request/base/repo/clone_url").asText())
                .isEqualTo(sandbox().httpsUrl() + "/owner/infra.git");
        assertThat(opened.at("/repository/full_name").asText()).isEqualTo(REPO);
        assertThat(opened.at("/repository/owner/login").asText()).isEqualTo("owner");
        assertThat(opened.at("/sender/type").asText()).isEqualTo("User");

        String after = sandbox().commitFiles(REPO, "feature", Map.of("other.tf", "# x\n"), "Three", "owner");
        JsonNode pushed = json(next("push", 1));
        assertThat(pushed.path("ref").asText()).isEqualTo("refs/heads/feature");
        assertThat(pushed.path("before").asText()).isEqualTo(before);
        assertThat(pushed.path("after").asText()).isEqualTo(after);
        assertThat(pushed.at("/commits/0/added/0").asText()).isEqualTo("other.tf");
        assertThat(pushed.path("forced").asBoolean()).isFalse();
        JsonNode synchronize = json(next("pull_request", 2));
        assertThat(synchronize.path("action").asText()).isEqualTo("synchronize");
        assertThat(synchronize.path("before").asText()).isEqualTo(before);
        assertThat(synchronize.path("after").asText()).isEqualTo(after);

        sandbox().setDraft(pull, true, "owner");
        sandbox().setDraft(pull, false, "owner");
        sandbox().label(pull, "bug", "owner");
        sandbox().commitFiles(REPO, "release", Map.of("r.txt", "r\n"), "Release", "owner");
        sandbox().retarget(pull, "release", "owner");
        sandbox().close(pull, "owner");
        sandbox().reopen(pull, "owner");
        sandbox().merge(pull, "squash", "owner");
        await().until(() -> receiver().received("pull_request").size() == 9);
        List<JsonNode> all = receiver().received("pull_request").stream()
                .map(WebhookTest::json)
                .toList();
        assertThat(all.stream().map(json -> json.path("action").asText()))
                .containsExactly(
                        "opened",
                        "synchronize",
                        "converted_to_draft",
                        "ready_for_review",
                        "labeled",
                        "edited",
                        "closed",
                        "reopened",
                        "closed");
        assertThat(all.get(4).at("/label/name").asText()).isEqualTo("bug");
        assertThat(all.get(5).at("/changes/base/ref/from").asText()).isEqualTo("main");
        assertThat(all.get(6).at("/pull_request/merged").asBoolean()).isFalse();
        assertThat(all.get(8).at("/pull_request/merged").asBoolean()).isTrue();
        assertThat(all.get(8).at("/pull_request/merged_by/login").asText()).isEqualTo("owner");
    }

    @Test
    void tellsCommentsReviewsAndStatuses() throws Exception {
        sandbox().addWebhook(REPO, receiver().url(), null, "json");
        PullId pull = sandbox().openPull(REPO, "A change", "feature", "main", "owner");
        sandbox().user("ann");
        sandbox().comment(pull, "ann", "tidelock plan");
        JsonNode comment = json(next("issue_comment", 1));
        assertThat(comment.path("action").asText()).isEqualTo("created");
        assertThat(comment.at("/comment/body").asText()).isEqualTo("tidelock plan");
        assertThat(comment.at("/issue/pull_request/url").asText()).endsWith("/api/v3/repos/owner/infra/pulls/1");
        assertThat(comment.at("/issue/number").asInt()).isEqualTo(1);
        sandbox().approve(pull, "ann");
        JsonNode review = json(next("pull_request_review", 1));
        assertThat(review.at("/review/state").asText()).isEqualTo("approved");
        assertThat(review.at("/pull_request/number").asInt()).isEqualTo(1);
        sandbox().status(REPO, sandbox().pull(pull).headSha(), "success", "ci", "owner");
        JsonNode status = json(next("status", 1));
        assertThat(status.path("context").asText()).isEqualTo("ci");
        assertThat(status.at("/branches/0/name").asText()).isEqualTo("feature");
    }

    @Test
    void isUnderstoodByTheLibrary() throws Exception {
        sandbox().addWebhook(REPO, receiver().url(), null, "json");
        PullId pull = sandbox().openPull(REPO, "A change", "feature", "main", "owner");
        sandbox().user("ann");
        sandbox().comment(pull, "ann", "tidelock plan");
        sandbox().approve(pull, "ann");
        sandbox().status(REPO, sandbox().pull(pull).headSha(), "success", "ci", "owner");
        sandbox().merge(pull, "merge", "owner");
        String check = "{\"name\":\"plan\",\"conclusion\":\"success\",\"head_sha\":\""
                + sandbox().branch(REPO, "main") + "\"}";
        assertThat(Client.http(sandbox(), "owner")
                        .as(sandbox().appToken())
                        .post("/repos/owner/infra/check-runs", check)
                        .status())
                .isEqualTo(201);
        await().until(() -> receiver().received("check_run").size() == 2);
        assertThat(parsed("pull_request", GHEventPayload.PullRequest.class)
                        .getPullRequest()
                        .getHead()
                        .getRef())
                .isEqualTo("feature");
        assertThat(parsed("issue_comment", GHEventPayload.IssueComment.class)
                        .getIssue()
                        .isPullRequest())
                .isTrue();
        assertThat(parsed("pull_request_review", GHEventPayload.PullRequestReview.class)
                        .getReview()
                        .getState()
                        .name())
                .isEqualTo("APPROVED");
        assertThat(parsed("status", GHEventPayload.Status.class).getContext()).isEqualTo("ci");
        assertThat(parsed("push", GHEventPayload.Push.class).getRef()).isEqualTo("refs/heads/main");
        assertThat(parsed("check_run", GHEventPayload.CheckRun.class)
                        .getCheckRun()
                        .getName())
                .isEqualTo("plan");
    }

    private <T extends GHEventPayload> T parsed(String event, Class<T> type) throws IOException {
        return GitHub.offline()
                .parseEventPayload(new StringReader(next(event, 1).text()), type);
    }

    @Test
    void recordsDeliveriesAndRedeliversUnderTheSameGuid() throws Exception {
        receiver().answer(500);
        long hook = sandbox().addWebhook(REPO, receiver().url(), "s3cret", "json");
        sandbox().openPull(REPO, "A change", "feature", "main", "owner");
        await().until(() -> sandbox().deliveries(hook).size() == 1);
        Delivery first = sandbox().deliveries(hook).get(0);
        assertThat(first.statusCode()).isEqualTo(500);
        assertThat(first.isOk()).isFalse();
        receiver().answer(200);
        sandbox().redeliver(REPO, first);
        await().until(() -> sandbox().deliveries(hook).size() == 2);
        Delivery second = sandbox().deliveries(hook).get(1);
        assertThat(second.guid()).isEqualTo(first.guid());
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.redelivery()).isTrue();
        assertThat(second.isOk()).isTrue();
        assertThat(receiver().received().get(1).body())
                .isEqualTo(receiver().received().get(0).body());
    }

    private Receiver.Got next(String event, int count) {
        await().until(() -> receiver().received(event).size() >= count);
        return receiver().received(event).get(count - 1);
    }

    private static JsonNode json(Receiver.Got got) {
        try {
            return JSON.readTree(got.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hmac(String algorithm, byte[] body) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), algorithm));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(started);
    }

    private Receiver receiver() {
        return Objects.requireNonNull(receiver);
    }
}
