package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Protection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pull-request server asks of the API, over TLS. */
class RestTest {
    private static final String REPO = "owner/infra";
    private static final String R = "/repos/owner/infra";

    @TempDir
    @Nullable
    Path folder;

    @Nullable
    Sandbox started;

    @Nullable
    Client client;

    @BeforeEach
    void start() {
        started = Sandbox.start(
                SandboxSettings.in(Objects.requireNonNull(folder)).mergeabilityDelay(Duration.ofMillis(150)));
        client = Client.https(started, "owner");
        sandbox().createRepository("owner", "infra");
        sandbox()
                .commitFiles(
                        REPO, "main", Map.of("main.tf", "# one\n", "old.tf", "# a\n# b\n# c\n# d\n"), "One", "owner");
        sandbox().user("ann");
        sandbox().permit(REPO, "ann", Permission.WRITE);
    }

    @AfterEach
    void stop() {
        sandbox().close();
    }

    private PullId openPull() {
        java.util.HashMap<String, @Nullable String> files = new java.util.HashMap<>();
        files.put("main.tf", "# two\n");
        files.put("old.tf", null);
        files.put("dir/new.tf", "# a\n# b\n# c\n# d\n");
        sandbox().commitFiles(REPO, "feature", files, "Two", "ann");
        return sandbox().openPull(REPO, "A change", "Why", "feature", "main", "ann", false);
    }

    @Test
    void servesAPullRequestWithEveryFieldThatServersRead() {
        openPull();
        Client.Got first = api().get(R + "/pulls/1");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.at("/mergeable").isNull()).isTrue();
        assertThat(first.at("/mergeable_state").asText()).isEqualTo("unknown");
        await().until(() -> api().get(R + "/pulls/1").at("/mergeable").asBoolean());
        Client.Got got = api().get(R + "/pulls/1");
        assertThat(got.at("/mergeable_state").asText()).isEqualTo("clean");
        assertThat(got.at("/number").asInt()).isEqualTo(1);
        assertThat(got.at("/state").asText()).isEqualTo("open");
        assertThat(got.at("/draft").isBoolean()).isTrue();
        assertThat(got.at("/html_url").asText()).isEqualTo(sandbox().httpsUrl() + "/owner/infra/pull/1");
        assertThat(got.at("/body").asText()).isEqualTo("Why");
        assertThat(got.at("/user/login").asText()).isEqualTo("ann");
        assertThat(got.at("/labels").isArray()).isTrue();
        assertThat(got.at("/changed_files").asInt()).isEqualTo(2);
        assertThat(got.at("/merge_commit_sha").asText()).hasSize(40);
        for (String side : List.of("/head", "/base")) {
            assertThat(got.at(side + "/sha").asText()).hasSize(40);
            assertThat(got.at(side + "/label").asText()).startsWith("owner:");
            assertThat(got.at(side + "/repo/full_name").asText()).isEqualTo(REPO);
            assertThat(got.at(side + "/repo/clone_url").asText())
                    .isEqualTo(sandbox().httpsUrl() + "/owner/infra.git");
            assertThat(got.at(side + "/repo/owner/type").asText()).isEqualTo("User");
        }
        Client.Got files = api().get(R + "/pulls/1/files?per_page=1");
        assertThat(files.json()).hasSize(1);
        assertThat(files.header("Link")).contains("page=2>; rel=\"next\"").contains("rel=\"last\"");
        Client.Got renamed = api().get(R + "/pulls/1/files");
        assertThat(renamed.at("/0/filename").asText()).isEqualTo("dir/new.tf");
        assertThat(renamed.at("/0/status").asText()).isEqualTo("renamed");
        assertThat(renamed.at("/0/previous_filename").asText()).isEqualTo("old.tf");
        assertThat(renamed.at("/1/patch").asText()).isEqualTo("@@ -1 +1 @@\n-# one\n+# two");
        assertThat(api().get(R + "/pulls/1/commits").at("/0/commit/message").asText())
                .isEqualTo("Two");
        assertThat(api().get(R + "/pulls/1", "Accept", "application/vnd.github.v3.diff")
                        .text())
                .startsWith("diff --git");
    }

    @Test
    void takesStatusesCommentsReactionsAndReviews() {
        PullId pull = openPull();
        String sha = sandbox().pull(pull).headSha();
        Client.Got status = api().post(
                        R + "/statuses/" + sha,
                        "{\"state\":\"pending\",\"context\":\"tidelock/plan\",\"description\":\"Running\",\"target_url\":\"http://x.test/1\"}");
        assertThat(status.status()).isEqualTo(201);
        assertThat(status.at("/creator/login").asText()).isEqualTo("owner");
        api().post(R + "/statuses/" + sha, "{\"state\":\"success\",\"context\":\"tidelock/plan\"}");
        assertThat(api().get(R + "/commits/" + sha + "/status").at("/state").asText())
                .isEqualTo("success");
        assertThat(api().get(R + "/commits/" + sha + "/status")
                        .at("/total_count")
                        .asInt())
                .isEqualTo(1);
        assertThat(api().get(R + "/commits/feature/statuses").json()).hasSize(2);

        Client.Got comment = api().post(R + "/issues/1/comments", "{\"body\":\"Hello\"}");
        assertThat(comment.status()).isEqualTo(201);
        String one = R + "/issues/comments/" + comment.at("/id").asLong();
        assertThat(comment.at("/node_id").asText()).startsWith("IC_");
        assertThat(api().post(one + "/reactions", "{\"content\":\"eyes\"}").status())
                .isEqualTo(201);
        assertThat(api().post(one + "/reactions", "{\"content\":\"eyes\"}").status())
                .isEqualTo(200);
        assertThat(api().get(R + "/issues/1/comments").at("/0/reactions/eyes").asInt())
                .isEqualTo(1);
        assertThat(api().method("PATCH", one, "{\"body\":\"Bye\"}").at("/body").asText())
                .isEqualTo("Bye");
        assertThat(sandbox().comments(pull).get(0).edited()).isTrue();
        assertThat(api().method("DELETE", one, "").status()).isEqualTo(204);
        assertThat(api().get(one).status()).isEqualTo(404);

        Client.Got review = api().post(R + "/pulls/1/reviews", "{\"event\":\"APPROVE\",\"body\":\"Fine\"}");
        assertThat(review.status()).isEqualTo(200);
        JsonNode listed = api().get(R + "/pulls/1/reviews").at("/0");
        assertThat(listed.path("state").asText()).isEqualTo("APPROVED");
        assertThat(listed.path("submitted_at").asText()).endsWith("Z");
        String dismissal = R + "/pulls/1/reviews/" + listed.path("id").asLong() + "/dismissals";
        assertThat(api().method("PUT", dismissal, "{\"message\":\"stale\"}")
                        .at("/state")
                        .asText())
                .isEqualTo("DISMISSED");
        assertThat(annsApi()
                        .post(R + "/pulls/1/reviews", "{\"event\":\"APPROVE\"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void refusesWhatTheHostRefuses() {
        PullId pull = openPull();
        String sha = sandbox().pull(pull).headSha();
        String statuses = R + "/statuses/" + sha;
        assertThat(api().post(statuses, "{\"state\":\"success\",\"context\":\"" + "c".repeat(256) + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(api().post(statuses, "{\"state\":\"success\",\"description\":\"" + "d".repeat(141) + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(api().post(statuses, "{\"state\":\"great\"}").status()).isEqualTo(422);
        assertThat(api().post(R + "/statuses/" + "0".repeat(40), "{\"state\":\"success\"}")
                        .status())
                .isEqualTo(422);
        for (int i = 0; i < 1000; i++) {
            sandbox().status(REPO, sha, "pending", "many", "owner");
        }
        Client.Got many = api().post(statuses, "{\"state\":\"success\",\"context\":\"many\"}");
        assertThat(many.status()).isEqualTo(422);
        assertThat(many.at("/message").asText()).isEqualTo("Validation Failed");
        assertThat(many.at("/errors/0/message").asText()).contains("maximum number of statuses");
        assertThat(api().post(R + "/issues/1/comments", "{\"body\":\"\"}").status())
                .isEqualTo(422);
        assertThat(api().post(R + "/issues/1/comments", "{\"body\":\"" + "x".repeat(65_537) + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(api().post(R + "/issues/1/comments", "{\"body\":\"" + "x".repeat(65_536) + "\"}")
                        .status())
                .isEqualTo(201);
        String again = "{\"title\":\"x\",\"head\":\"feature\",\"base\":\"main\"}";
        assertThat(api().post(R + "/pulls", again).at("/errors/0/message").asText())
                .isEqualTo("A pull request already exists for owner:feature.");
        assertThat(api().post(R + "/pulls", again.replace("feature", "main"))
                        .at("/errors/0/message")
                        .asText())
                .isEqualTo("No commits between main and main");
        assertThat(api().post(R + "/pulls", again.replace("feature", "nowhere"))
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("invalid");
        assertThat(api().post(R + "/pulls", "{not json").status()).isEqualTo(400);
    }

    @Test
    void knowsWhoMaySeeAndDoWhat() {
        assertThat(api().as("wrong").get("/user").at("/message").asText()).isEqualTo("Bad credentials");
        assertThat(api().as("wrong").get("/user").status()).isEqualTo(401);
        assertThat(api().as(null).get("/user").status()).isEqualTo(401);
        assertThat(api().as(null).get(R).status()).isEqualTo(200);
        sandbox().setPrivate(REPO, true);
        assertThat(api().as(null).get(R).status()).isEqualTo(404);
        Client stranger = api().as(sandbox().user("stranger"));
        assertThat(stranger.get(R).at("/status").asText()).isEqualTo("404");
        assertThat(api().get(R + "/collaborators/ann/permission")
                        .at("/permission")
                        .asText())
                .isEqualTo("write");
        assertThat(api().get(R + "/collaborators/stranger/permission")
                        .at("/role_name")
                        .asText())
                .isEqualTo("none");
        assertThat(api().method("PUT", R + "/collaborators/stranger", "{\"permission\":\"pull\"}")
                        .status())
                .isEqualTo(204);
        assertThat(stranger.get(R).at("/permissions/push").asBoolean()).isFalse();
        PullId pull = openPull();
        assertThat(stranger.method("PUT", R + "/pulls/1/merge", "{}").status()).isEqualTo(403);
        assertThat(stranger.post(R + "/statuses/" + sandbox().pull(pull).headSha(), "{\"state\":\"success\"}")
                        .status())
                .isEqualTo(404);
        assertThat(stranger.get(R + "/hooks").status()).isEqualTo(404);
    }

    @Test
    void answers304AndCountsTheRate() {
        Client.Got first = api().get(R);
        assertThat(first.header("X-RateLimit-Limit")).isEqualTo("15000");
        assertThat(first.header("X-GitHub-Request-Id")).isNotEmpty();
        assertThat(first.header("X-GitHub-Enterprise-Version")).isNotEmpty();
        Client.Got second = api().get(R, "If-None-Match", first.header("ETag"));
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.text()).isEmpty();
        assertThat(second.header("X-RateLimit-Remaining")).isEqualTo(first.header("X-RateLimit-Remaining"));
        sandbox().setRateLimit(2);
        api().get(R);
        api().get(R);
        Client.Got over = api().get(R);
        assertThat(over.status()).isEqualTo(403);
        assertThat(over.at("/message").asText()).startsWith("API rate limit exceeded");
        assertThat(over.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(api().get("/rate_limit").at("/rate/remaining").asInt()).isZero();
    }

    @Test
    void mergesByEveryMethodAndOnlyTheExpectedHead() {
        for (String method : List.of("merge", "squash", "rebase")) {
            sandbox().commitFiles(REPO, "b-" + method, Map.of(method + ".txt", "1\n"), "First " + method, "ann");
            sandbox().commitFiles(REPO, "b-" + method, Map.of(method + ".txt", "2\n"), "Second " + method, "ann");
            PullId pull = sandbox().openPull(REPO, "By " + method, "b-" + method, "main", "ann");
            String path = R + "/pulls/" + pull.number() + "/merge";
            assertThat(api().get(path).status()).isEqualTo(404);
            assertThat(api().method("PUT", path, "{\"sha\":\"" + "1".repeat(40) + "\"}")
                            .status())
                    .isEqualTo(409);
            Client.Got merged = api().method(
                            "PUT",
                            path,
                            "{\"merge_method\":\"" + method + "\",\"sha\":\""
                                    + sandbox().pull(pull).headSha() + "\"}");
            assertThat(merged.status()).as(merged.text()).isEqualTo(200);
            assertThat(merged.at("/merged").asBoolean()).isTrue();
            assertThat(api().get(path).status()).isEqualTo(204);
            assertThat(sandbox().branch(REPO, "main"))
                    .isEqualTo(merged.at("/sha").asText());
            assertThat(sandbox().file(REPO, "main", method + ".txt")).isEqualTo("2\n");
            JsonNode tip = api().get(R + "/commits/main").json();
            assertThat(tip.path("parents")).hasSize(method.equals("merge") ? 2 : 1);
            assertThat(api().method("PUT", path, "{}").status()).isEqualTo(405);
        }
        assertThat(api().get(R + "/commits?sha=main").json()).hasSize(1 + 3 + 1 + 2);
    }

    @Test
    void findsConflictsAndHonoursProtection() {
        PullId pull = openPull();
        sandbox()
                .protect(
                        REPO,
                        "main",
                        new Protection(true, false, List.of("tidelock/apply"), true, 1, true, false, true));
        await().until(() ->
                api().get(R + "/pulls/1").at("/mergeable_state").asText().equals("blocked"));
        Client.Got blocked = api().method("PUT", R + "/pulls/1/merge", "{}");
        assertThat(blocked.status()).isEqualTo(405);
        assertThat(blocked.at("/message").asText()).contains("tidelock/apply").contains("approving review");
        sandbox().approve(pull, "owner");
        sandbox().status(REPO, sandbox().pull(pull).headSha(), "success", "tidelock/apply", "owner");
        assertThat(sandbox().pull(pull).mergeableState()).isEqualTo("clean");
        sandbox().status(REPO, sandbox().pull(pull).headSha(), "failure", "other", "owner");
        assertThat(sandbox().pull(pull).mergeableState()).isEqualTo("unstable");
        sandbox().commitFiles(REPO, "feature", Map.of("more.tf", "#\n"), "More", "ann");
        assertThat(api().get(R + "/pulls/1/reviews").at("/0/state").asText()).isEqualTo("DISMISSED");
        sandbox().protect(REPO, "main", null);
        assertThat(api().get(R + "/branches/main/protection").at("/message").asText())
                .isEqualTo("Branch not protected");
        sandbox().commitFiles(REPO, "main", Map.of("main.tf", "# other\n"), "Conflict", "owner");
        await().until(() ->
                api().get(R + "/pulls/1").at("/mergeable_state").asText().equals("dirty"));
        assertThat(api().get(R + "/pulls/1").at("/mergeable").asBoolean(true)).isFalse();
        assertThat(api().method("PUT", R + "/pulls/1/merge", "{}")
                        .at("/message")
                        .asText())
                .isEqualTo("Pull Request is not mergeable");
    }

    @Test
    void readsAndWritesContents() {
        String content = Base64.getEncoder().encodeToString("# api\n".getBytes(StandardCharsets.UTF_8));
        Client.Got made =
                api().method("PUT", R + "/contents/a/b.tf", "{\"message\":\"Add\",\"content\":\"" + content + "\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        Client.Got read = api().get(R + "/contents/a/b.tf?ref=main");
        assertThat(new String(Base64.getMimeDecoder().decode(read.at("/content").asText()), StandardCharsets.UTF_8))
                .isEqualTo("# api\n");
        String sha = read.at("/sha").asText();
        assertThat(api().method("PUT", R + "/contents/a/b.tf", "{\"message\":\"x\",\"content\":\"\"}")
                        .status())
                .isEqualTo(422);
        assertThat(api().method("PUT", R + "/contents/a/b.tf", "{\"message\":\"x\",\"content\":\"\",\"sha\":\"1234\"}")
                        .status())
                .isEqualTo(409);
        assertThat(api().get(R + "/git/blobs/" + sha).at("/encoding").asText()).isEqualTo("base64");
        assertThat(api().get(R + "/contents/a").at("/0/type").asText()).isEqualTo("file");
        assertThat(api().get(R + "/contents/nowhere").status()).isEqualTo(404);
        assertThat(api().get(R + "/git/trees/main?recursive=1").json().path("tree"))
                .hasSize(4);
        assertThat(api().get(R + "/git/ref/heads/main").at("/object/sha").asText())
                .isEqualTo(sandbox().branch(REPO, "main"));
        Client.Got deleted =
                api().method("DELETE", R + "/contents/a/b.tf", "{\"message\":\"Gone\",\"sha\":\"" + sha + "\"}");
        assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
        assertThat(sandbox().file(REPO, "main", "a/b.tf")).isNull();
        String big = Base64.getEncoder().encodeToString(new byte[1_100_000]);
        api().method(
                        "PUT",
                        R + "/contents/big.bin",
                        "{\"message\":\"Big\",\"content\":\"" + big + "\",\"branch\":\"main\"}");
        Client.Got large = api().get(R + "/contents/big.bin");
        assertThat(large.at("/encoding").asText()).isEqualTo("none");
        assertThat(large.at("/content").asText()).isEmpty();
    }

    @Test
    void comparesBranchesAndServesTheRest() {
        PullId pull = openPull();
        sandbox().commitFiles(REPO, "topic/with/slash", Map.of("x.tf", "#\n"), "Slash", "ann");
        Client.Got compare = api().get(R + "/compare/main...feature");
        assertThat(compare.at("/status").asText()).isEqualTo("ahead");
        assertThat(compare.at("/ahead_by").asInt()).isEqualTo(1);
        assertThat(compare.at("/files")).hasSize(2);
        assertThat(api().get(R + "/branches/topic%2Fwith%2Fslash").at("/name").asText())
                .isEqualTo("topic/with/slash");
        assertThat(api().get(R + "/branches?per_page=2").header("Link")).contains("rel=\"next\"");
        assertThat(names(api().get(R + "/pulls?state=all&head=owner:feature").json(), "number"))
                .containsExactly("1");
        assertThat(api().get(R + "/pulls?base=other").json()).isEmpty();
        assertThat(api().get(R + "/pulls?state=sideways").json()).isEmpty();
        assertThat(api().get(R + "/tarball/main").header("Content-Type")).isEqualTo("application/x-gzip");
        assertThat(api().get(R).at("/allow_squash_merge").asBoolean()).isTrue();
        assertThat(api().get("/meta").at("/installed_version").asText()).isNotEmpty();
        assertThat(api().post(R + "/issues/1/labels", "{\"labels\":[\"urgent\"]}")
                        .at("/0/name")
                        .asText())
                .isEqualTo("urgent");
        assertThat(sandbox().pull(pull).labels()).containsExactly("urgent");
        assertThat(api().method("DELETE", R + "/issues/1/labels/urgent", "").status())
                .isEqualTo(200);
        sandbox().organization("acme", "owner");
        sandbox().team("acme", "Ops", null, List.of("ann"));
        assertThat(annsApi()
                        .get("/orgs/acme/teams/ops/memberships/ann")
                        .at("/state")
                        .asText())
                .isEqualTo("active");
        assertThat(api().post("/orgs/acme/repos", "{\"name\":\"net\"}")
                        .at("/owner/type")
                        .asText())
                .isEqualTo("Organization");
    }

    @Test
    void lendsTheAppATokenThatMayCheck() {
        PullId pull = openPull();
        Client app = api().as(WebTokens.of(sandbox().app()));
        assertThat(app.get("/app").at("/slug").asText()).isEqualTo("sandbox-app");
        long installation = app.get("/app/installations").at("/0/id").asLong();
        Client.Got token = app.post("/app/installations/" + installation + "/access_tokens", "");
        assertThat(token.status()).isEqualTo(201);
        assertThat(token.at("/expires_at").asText()).endsWith("Z");
        Client bot = api().as(token.at("/token").asText());
        String body = "{\"name\":\"plan\",\"head_sha\":\""
                + sandbox().pull(pull).headSha() + "\",\"status\":\"in_progress\"}";
        assertThat(api().post(R + "/check-runs", body).status()).isEqualTo(403);
        Client.Got run = bot.post(R + "/check-runs", body);
        assertThat(run.status()).as(run.text()).isEqualTo(201);
        String one = R + "/check-runs/" + run.at("/id").asLong();
        assertThat(bot.method("PATCH", one, "{\"conclusion\":\"success\"}")
                        .at("/status")
                        .asText())
                .isEqualTo("completed");
        assertThat(api().get(R + "/commits/feature/check-runs")
                        .at("/check_runs/0/conclusion")
                        .asText())
                .isEqualTo("success");
        assertThat(bot.get("/installation/repositories")
                        .at("/repositories/0/full_name")
                        .asText())
                .isEqualTo(REPO);
    }

    @Test
    void listsHooksAndRedelivers() throws Exception {
        try (Receiver receiver = new Receiver()) {
            Client.Got hook = api().post(
                            R + "/hooks",
                            "{\"config\":{\"url\":\"" + receiver.url()
                                    + "\",\"content_type\":\"json\",\"secret\":\"x\"},\"events\":[\"*\"]}");
            assertThat(hook.status()).isEqualTo(201);
            assertThat(hook.at("/config/secret").asText()).isEqualTo("********");
            String deliveries = R + "/hooks/" + hook.at("/id").asLong() + "/deliveries";
            await().until(() -> api().get(deliveries).json().size() == 1);
            JsonNode ping = api().get(deliveries).at("/0");
            assertThat(ping.path("event").asText()).isEqualTo("ping");
            String one = deliveries + "/" + ping.path("id").asLong();
            assertThat(api().get(one).at("/request/payload/hook_id").asLong())
                    .isEqualTo(hook.at("/id").asLong());
            assertThat(api().post(one + "/attempts", "").status()).isEqualTo(202);
            await().until(() -> api().get(deliveries).json().size() == 2);
            assertThat(api().get(deliveries).at("/0/guid").asText())
                    .isEqualTo(ping.path("guid").asText());
            assertThat(api().get(deliveries).at("/0/redelivery").asBoolean()).isTrue();
        }
    }

    @Test
    void followsForks() {
        sandbox().fork(REPO, "ann");
        sandbox().commitFiles("ann/infra", "patch-1", Map.of("main.tf", "# forked\n"), "From a fork", "ann");
        PullId pull = sandbox().openPull(REPO, "From a fork", "ann:patch-1", "main", "ann");
        assertThat(api().get(R + "/pulls/1").at("/head/repo/full_name").asText())
                .isEqualTo("ann/infra");
        assertThat(api().get(R + "/pulls/1").at("/head/label").asText()).isEqualTo("ann:patch-1");
        String next = sandbox().commitFiles("ann/infra", "patch-1", Map.of("main.tf", "# again\n"), "More", "ann");
        assertThat(sandbox().pull(pull).headSha()).isEqualTo(next);
        sandbox().merge(pull, "merge", "owner");
        assertThat(sandbox().file(REPO, "main", "main.tf")).isEqualTo("# again\n");
    }

    private static List<String> names(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(started);
    }

    private Client api() {
        return Objects.requireNonNull(client);
    }

    private Client annsApi() {
        return api().as(sandbox().token("ann"));
    }
}
