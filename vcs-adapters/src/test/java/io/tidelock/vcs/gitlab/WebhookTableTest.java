package io.tidelock.vcs.gitlab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.Event;
import io.tidelock.core.event.Reading;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.Mutants;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every kind of webhook that GitLab documents, and what we make of it, to the letter; and of it with anything in any field. */
final class WebhookTableTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GitLabWebhooks reader = new GitLabWebhooks("gitlab.example.com", Optional.of(new Secret("s3cret")));

    @Test
    void everyKindIsReadAsTheTableSays() throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode example : examples()) {
            lines.add(example.path("name").asText() + " -> " + told(read(example, example.path("payload"))));
        }
        String table = String.join("\n", lines) + "\n";
        Files.writeString(Path.of("target", "gitlab-webhooks.txt"), table);
        assertThat(table).isEqualTo(new String(resource("webhooks.txt").readAllBytes(), UTF_8));
    }

    @Test
    void anythingInAnyFieldIsReadOrRefusedAndNeverThrown() throws IOException {
        for (JsonNode example : examples()) {
            for (Mutants.Mutant mutant : Mutants.of(example.path("payload"))) {
                try {
                    assertThat(read(example, mutant.json())).isNotNull();
                } catch (RuntimeException thrown) {
                    fail(example.path("name").asText() + " with " + mutant.what(), thrown);
                }
            }
        }
    }

    private Reading read(JsonNode example, JsonNode payload) {
        return reader.read(new Delivery(
                Map.of(
                        "X-Gitlab-Event",
                        example.path("header").asText(),
                        "X-Gitlab-Token",
                        "s3cret",
                        "Idempotency-Key",
                        "7"),
                payload.toString().getBytes(UTF_8)));
    }

    private static String told(Reading reading) {
        return switch (reading) {
            case Reading.Refused refused -> "refused, " + refused.fault() + ": " + refused.reason();
            case Reading.Fact fact ->
                switch (fact.event()) {
                    case Event.Uninteresting it ->
                        "ignored because " + it.reason()
                                + it.repo().map(repo -> ", " + repo).orElse("");
                    case Event.PullChanged it ->
                        it.change() + " " + it.pull().ref() + (it.pull().draft() ? " draft" : "")
                                + (it.pull().fromFork() ? " fork" : "") + " by "
                                + it.sender().login();
                    case Event.PullClosed it ->
                        it.pull().state() + " " + it.pull().ref() + " by "
                                + it.sender().login();
                    case Event.Reviewed it -> it.pull() + " reviewed";
                    case Event.Wished it -> it.comment().pull() + " wished";
                    case Event.Checked it ->
                        it.repository() + " checked " + it.commit().abbreviated();
                    case Event.Queued it ->
                        it.pull() + " queued as " + it.commit().abbreviated();
                    case Event.BranchPushed it ->
                        it.repository() + " " + it.branch() + " at " + it.tip().abbreviated();
                    case Event.Commented it ->
                        it.pull() + " comment " + it.comment().id() + " by "
                                + it.author().login() + ": " + it.body();
                };
        };
    }

    private static JsonNode examples() throws IOException {
        try (InputStream in = resource("webhooks.json")) {
            return JSON.readTree(in);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(WebhookTableTest.class.getResourceAsStream(name), name);
    }
}
