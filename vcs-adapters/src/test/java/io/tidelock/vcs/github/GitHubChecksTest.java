package io.tidelock.vcs.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.secret.Secret;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.StatusState;
import io.tidelock.vcs.http.Network;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statuses said as check runs, over the wire. */
class GitHubChecksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SandboxStage stage = SandboxStage.asApp();
    private final PullRef pull = stage.open("Add a bucket", false);
    private final CommitSha head = stage.pullReader().pull(pull).head().sha();
    private final GitHub github = connect();

    private GitHub connect() {
        Identity identity = new Identity.App(
                Long.toString(stage.sandbox().app().id()),
                () -> new Secret(key()),
                Optional.empty(),
                Optional.empty(),
                true);
        return GitHub.connect(
                new GitHubSettings(stage.sandbox().httpUrl(), identity, Optional.empty()),
                Network.plain(InstantSource.system()));
    }

    private String key() {
        try {
            return Files.readString(stage.sandbox().app().keyFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void leave() {
        stage.close();
    }

    private CommitStatus status(StatusState state, String description) {
        return new CommitStatus(
                stage.repo(), head, "tidelock/plan", state, description, Optional.of("https://t.io/runs/1"));
    }

    private void say(StatusState state, String description) {
        github.pullWriter().status(status(state, description));
    }

    private JsonNode get(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(stage.sandbox()
                                    .httpUrl() + "/api/v3/repos/" + stage.repo().path() + path))
                    .header("Authorization", "token " + stage.sandbox().token("alice"))
                    .build();
            return JSON.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<JsonNode> runs(String filter) {
        List<JsonNode> runs = new ArrayList<>();
        get("/commits/" + head.hex() + "/check-runs?filter=" + filter)
                .path("check_runs")
                .forEach(runs::add);
        return runs;
    }

    private static String line(JsonNode run) {
        return run.path("name").asText() + " " + run.path("status").asText() + " "
                + run.path("conclusion").asText("-") + ": "
                + run.path("output").path("title").asText();
    }

    @Test
    void oneRunIsBegunChangedAndEnded() {
        say(StatusState.PENDING, "planning");
        assertThat(runs("all"))
                .extracting(GitHubChecksTest::line)
                .containsExactly("tidelock/plan in_progress -: planning");
        say(StatusState.PENDING, "planning 2 projects");
        say(StatusState.SUCCESS, "2 planned, no changes");

        assertThat(runs("all"))
                .extracting(GitHubChecksTest::line)
                .containsExactly("tidelock/plan completed success: 2 planned, no changes");
        assertThat(runs("all").getFirst().path("details_url").asText()).isEqualTo("https://t.io/runs/1");
        assertThat(stage.statuses(head))
                .as("no status of the same name beside it")
                .isEmpty();
    }

    @Test
    void whatIsBegunAnewIsAnotherRunWhichCounts() {
        say(StatusState.SUCCESS, "planned");
        say(StatusState.PENDING, "planning");
        say(StatusState.FAILURE, "1 failed to plan");

        assertThat(runs("all")).hasSize(2);
        assertThat(runs("latest"))
                .extracting(GitHubChecksTest::line)
                .containsExactly("tidelock/plan completed failure: 1 failed to plan");
    }

    @Test
    void afterARestartTheRunThatWasLeftIsFollowedByOneThatCounts() {
        say(StatusState.PENDING, "planning");
        connect().pullWriter().status(status(StatusState.CANCELLED, "superseded"));

        assertThat(runs("latest"))
                .extracting(GitHubChecksTest::line)
                .containsExactly("tidelock/plan completed cancelled: superseded");
    }

    @Test
    void everyRemarkIsShownAtItsLineHoweverManyThereAre() {
        List<CommitStatus.Remark> remarks = IntStream.rangeClosed(1, 120)
                .mapToObj(line -> new CommitStatus.Remark("net/main.tf", line, "wrong " + line))
                .toList();
        github.pullWriter()
                .status(status(StatusState.FAILURE, "1 failed to plan")
                        .with(new CommitStatus.Report("# All", remarks)));

        JsonNode run = runs("all").getFirst();
        assertThat(run.path("output").path("annotations_count").asInt()).isEqualTo(120);
        assertThat(run.path("output").path("text").asText()).isEqualTo("# All");
        JsonNode first =
                get("/check-runs/" + run.path("id").asLong() + "/annotations").get(0);
        assertThat(first.path("path").asText()).isEqualTo("net/main.tf");
        assertThat(first.path("start_line").asInt()).isEqualTo(1);
        assertThat(first.path("annotation_level").asText()).isEqualTo("failure");
        assertThat(first.path("message").asText()).isEqualTo("wrong 1");
    }

    @Test
    void aTextThatIsTooLongIsCutByItsBytes() {
        github.pullWriter()
                .status(status(StatusState.SUCCESS, "planned")
                        .with(new CommitStatus.Report("🌊".repeat(30_000), List.of())));

        assertThat(runs("all").getFirst().path("output").path("text").asText())
                .startsWith("🌊🌊")
                .endsWith("\n…");
        assertThat(GitHubChecks.cut("ab🌊", 5)).isEqualTo("a\n…");
        assertThat(GitHubChecks.cut("abc", 3)).isEqualTo("abc");
    }
}
