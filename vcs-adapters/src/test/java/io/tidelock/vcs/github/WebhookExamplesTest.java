package io.tidelock.vcs.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.change.Side;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Every payload that GitHub's own examples have, and what we make of it, to the letter. */
class WebhookExamplesTest {
    private static final Set<String> READ = Set.of(
            "pull_request",
            "pull_request_review",
            "pull_request_review_thread",
            "status",
            "check_suite",
            "issue_comment",
            "push",
            "merge_group");
    private static final Secret SECRET = new Secret("s3cret");
    private final GitHubWebhooks reader = new GitHubWebhooks("github.com", Optional.of(SECRET));

    @Test
    void everyExampleIsReadAsTheTableSays() throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode event : examples()) {
            String name = event.get("name").textValue();
            int number = 0;
            for (JsonNode example : event.get("examples")) {
                String action = example.path("action").asText("-");
                lines.add(name + " " + ++number + " " + action + " -> " + told(name, example));
            }
        }
        String table = String.join("\n", lines) + "\n";
        Files.writeString(Path.of("target", "webhook-examples.txt"), table);
        assertThat(table).isEqualTo(new String(resource("webhook-examples.txt").readAllBytes(), UTF_8));
    }

    /** Of each kind and action that is read, one example: whatever is in its fields, it is read or refused. */
    @Test
    void anythingInAnyFieldIsReadOrRefusedAndNeverThrown() throws IOException {
        Set<String> seen = new HashSet<>();
        for (JsonNode event : examples()) {
            String name = event.get("name").textValue();
            for (JsonNode example : event.get("examples")) {
                if (READ.contains(name)
                        && seen.add(name + example.path("action").asText())) {
                    for (Mutants.Mutant mutant : Mutants.of(example)) {
                        try {
                            assertThat(told(name, mutant.json())).isNotEmpty();
                        } catch (RuntimeException thrown) {
                            fail(name + " with " + mutant.what(), thrown);
                        }
                    }
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(15);
    }

    private String told(String name, JsonNode example) {
        byte[] body = example.toString().getBytes(UTF_8);
        Map<String, String> headers = Map.of(
                "X-GitHub-Event",
                name,
                "X-GitHub-Delivery",
                "72d3162e-cc78-11e3-81ab-4c9367dc0958",
                "X-Hub-Signature-256",
                Signed.header(SECRET, body),
                "Content-Type",
                "application/json");
        return switch (reader.read(new Delivery(headers, body))) {
            case Reading.Fact fact -> told(fact.event());
            case Reading.Refused refused -> "refused, " + refused.fault() + ": " + refused.reason();
        };
    }

    private static String told(Event event) {
        return switch (event) {
            case Event.Uninteresting it ->
                "ignored because " + it.reason()
                        + it.repo().map(repo -> ", " + repo).orElse("");
            case Event.PullChanged it -> it.change() + " " + told(it.pull()) + " by " + told(it.sender());
            case Event.PullClosed it -> it.pull().state() + " " + told(it.pull()) + " by " + told(it.sender());
            case Event.Reviewed it -> it.pull() + " reviewed";
            case Event.Wished it ->
                it.comment().pull() + " is to be planned again, says "
                        + it.author().login();
            case Event.Checked it ->
                it.repository() + " checked " + it.commit().abbreviated() + " "
                        + it.name().orElse("");
            case Event.Queued it -> it.pull() + " queued as " + it.commit().abbreviated();
            case Event.BranchPushed it ->
                it.repository() + " " + it.branch() + " at " + it.tip().abbreviated();
            case Event.Commented it ->
                it.pull() + " comment " + it.comment().id() + " by " + told(it.author()) + " at " + it.writtenAt()
                        + ": " + it.body().replace("\n", "\\n").replace("\r", "\\r");
        };
    }

    private static String told(PullRequest pull) {
        return pull.ref() + (pull.draft() ? " draft" : "") + (pull.fromFork() ? " fork" : "") + " '" + pull.title()
                + "' of " + told(pull.author()) + ", " + told(pull.head()) + " into " + told(pull.base()) + ", labels "
                + pull.labels().stream().sorted().toList() + ", merge "
                + pull.testMerge().map(sha -> sha.abbreviated()).orElse("none") + ", " + pull.cloneUrl();
    }

    private static String told(Side side) {
        return side.repo().map(RepoRef::path).orElse("gone") + ":" + side.branch() + "@"
                + side.sha().abbreviated();
    }

    private static String told(Actor actor) {
        return actor.login() + (actor.kind() == Actor.Kind.PERSON ? "" : " (" + actor.kind() + ")");
    }

    private static JsonNode examples() throws IOException {
        try (InputStream in = new GZIPInputStream(resource("webhook-examples.json.gz"))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(WebhookExamplesTest.class.getResourceAsStream(name), name);
    }
}
