package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Permission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GitLab's webhooks say, and when. */
class GitLabWebhookTest {
    private static final String PROJECT = "acme/infra";

    @TempDir
    @Nullable
    Path folder;

    @Nullable
    Sandbox started;

    @Nullable
    Receiver listening;

    @BeforeEach
    void start() throws IOException {
        started =
                Sandbox.start(SandboxSettings.in(Objects.requireNonNull(folder)).mergeabilityDelay(Duration.ZERO));
        listening = new Receiver();
        sandbox().gitlab().group("acme", "owner");
        sandbox().gitlab().createProject("acme", "infra");
        sandbox().commitFiles(PROJECT, "main", Map.of("main.tf", "# one\n"), "One", "owner");
        sandbox().user("ann");
        sandbox().permit(PROJECT, "ann", Permission.WRITE);
        sandbox().commitFiles(PROJECT, "feature", Map.of("main.tf", "# two\n"), "Two", "ann");
        sandbox().gitlab().addWebhook(PROJECT, receiver().url(), "s3cret");
    }

    @AfterEach
    void stop() {
        sandbox().close();
        receiver().close();
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(started);
    }

    private Receiver receiver() {
        return Objects.requireNonNull(listening);
    }

    private PullId open() {
        return sandbox().openPull(PROJECT, "A change", null, "feature", "main", "ann", false);
    }

    private List<JsonNode> told(String event, int count) {
        await().until(() -> of(event).size() >= count);
        return of(event);
    }

    private List<JsonNode> of(String event) {
        return receiver().received().stream()
                .filter(got -> event.equals(got.headers().getFirst("X-Gitlab-Event")))
                .map(got -> {
                    try {
                        return Json.read(got.body());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    @Test
    void carries_the_token_and_two_ids() {
        open();
        told("Merge Request Hook", 1);
        Receiver.Got got = receiver().received().getFirst();
        assertThat(got.headers().getFirst("X-Gitlab-Token")).isEqualTo("s3cret");
        assertThat(got.headers().getFirst("Idempotency-Key")).isNotBlank();
        assertThat(got.headers().getFirst("X-Gitlab-Event-UUID")).isNotBlank();
        assertThat(got.headers().getFirst("X-GitHub-Event")).isNull();
    }

    @Test
    void tells_the_life_of_a_merge_request() {
        PullId pull = open();
        String before = sandbox().pull(pull).headSha();
        sandbox().commitFiles(PROJECT, "feature", Map.of("main.tf", "# three\n"), "Three", "ann");
        sandbox().setDraft(pull, true, "ann");
        sandbox().setDraft(pull, false, "ann");
        sandbox().commitFiles(PROJECT, "next", Map.of("x.tf", "# x\n"), "X", "ann");
        sandbox().retarget(pull, "next", "ann");
        sandbox().label(pull, "later", "ann");
        sandbox().close(pull, "ann");
        sandbox().reopen(pull, "ann");
        sandbox().merge(pull, "merge", "owner");
        List<JsonNode> all = told("Merge Request Hook", 9);
        assertThat(all.stream().map(it -> it.at("/object_attributes/action").asText()))
                .containsExactly("open", "update", "update", "update", "update", "update", "close", "reopen", "merge");
        JsonNode open = all.getFirst();
        assertThat(open.at("/object_kind").asText()).isEqualTo("merge_request");
        assertThat(open.at("/user/username").asText()).isEqualTo("ann");
        assertThat(open.at("/project/path_with_namespace").asText()).isEqualTo(PROJECT);
        assertThat(open.at("/project/git_http_url").asText()).endsWith("/acme/infra.git");
        assertThat(open.at("/object_attributes/last_commit/id").asText()).isEqualTo(before);
        assertThat(open.at("/object_attributes/state").asText()).isEqualTo("opened");
        assertThat(open.at("/object_attributes/source/path_with_namespace").asText())
                .isEqualTo(PROJECT);
        assertThat(all.get(1).at("/object_attributes/oldrev").asText()).isEqualTo(before);
        assertThat(all.get(2).at("/object_attributes").has("oldrev")).isFalse();
        assertThat(all.get(2).at("/changes/draft/current").asBoolean()).isTrue();
        assertThat(all.get(3).at("/changes/draft/previous").asBoolean()).isTrue();
        assertThat(all.get(3).at("/changes/title/current").asText()).isEqualTo("A change");
        assertThat(all.get(4).at("/changes/target_branch/previous").asText()).isEqualTo("main");
        assertThat(all.get(5).at("/changes/labels/current/0/title").asText()).isEqualTo("later");
        assertThat(all.get(8).at("/object_attributes/state").asText()).isEqualTo("merged");
    }

    @Test
    void tells_notes_and_their_edits_but_not_their_end() {
        PullId pull = open();
        sandbox().comment(pull, "ann", "atlantis plan");
        JsonNode note = told("Note Hook", 1).getFirst();
        assertThat(note.at("/object_attributes/note").asText()).isEqualTo("atlantis plan");
        assertThat(note.at("/object_attributes/action").asText()).isEqualTo("create");
        assertThat(note.at("/object_attributes/noteable_type").asText()).isEqualTo("MergeRequest");
        assertThat(note.at("/object_attributes/system").asBoolean(true)).isFalse();
        assertThat(note.at("/object_attributes/created_at").asText()).endsWith(" UTC");
        assertThat(note.at("/merge_request/iid").asInt()).isEqualTo(1);
        assertThat(note.at("/user/username").asText()).isEqualTo("ann");
    }

    @Test
    void tells_pushes_of_branches() {
        String sha = sandbox().commitFiles(PROJECT, "main", Map.of("new.tf", "# n\n"), "New", "owner");
        JsonNode push = told("Push Hook", 1).getFirst();
        assertThat(push.at("/ref").asText()).isEqualTo("refs/heads/main");
        assertThat(push.at("/after").asText()).isEqualTo(sha);
        assertThat(push.at("/checkout_sha").asText()).isEqualTo(sha);
        assertThat(push.at("/user_username").asText()).isEqualTo("owner");
        assertThat(push.at("/commits/0/added/0").asText()).isEqualTo("new.tf");
        assertThat(push.at("/total_commits_count").asInt()).isEqualTo(1);
    }
}
