package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunPageTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void hostileTextStaysText() throws Exception {
        try (World world = new World(folder, List.of())) {
            String repo = world.repository(World.REPO, Map.of("README.md", "Infrastructure\n"));
            world.pull(repo, "more", Map.of("a/main.tf", """
                    resource "terraform_data" "a" {
                      input = "</pre><script>alert('&amp;')</script><img src=x onerror=alert(1)>"
                    }
                    """), "</title><script>alert(2)</script>");
            world.quiet();
            String run = run();
            HttpResponse<String> page = get(world, "/runs/" + run);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .contains("plan of a", "Plan: 1 to add", "&lt;/pre&gt;&lt;script&gt;alert")
                    .doesNotContain("<script", "<img");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
            assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");

            HttpResponse<String> log = get(world, "/runs/" + run + "/log");
            assertThat(log.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
            assertThat(log.body()).contains("<script>");
        }
    }

    @Test
    void aMissingTerraformIsSaidOnThePullRequest() throws Exception {
        try (World world = new World(folder, List.of("--terraform-binary=" + folder.resolve("gone")))) {
            String repo = world.repository(World.REPO, Map.of("README.md", "Infrastructure\n"));
            PullId pull =
                    world.pull(repo, "more", Map.of("a/main.tf", "resource \"terraform_data\" \"a\" {}\n"), "More");
            world.sandbox.comment(pull, "dev", "tidelock plan");
            world.quiet();
            assertThat(world.sandbox.comments(pull))
                    .last()
                    .satisfies(comment -> assertThat(comment.body())
                            .contains(folder.resolve("gone").toString()));
            assertThat(world.sandbox.latestStatuses(
                            repo, world.sandbox.pull(pull).headSha()))
                    .hasEntrySatisfying(
                            "tidelock/plan",
                            status -> assertThat(status.state()).isEqualTo("failure"));
            assertThat(get(world, "/readyz").statusCode()).isEqualTo(503);
        }
    }

    private String run() throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("data/runs"))) {
            return Objects.requireNonNull(runs.findFirst().orElseThrow().getFileName())
                    .toString();
        }
    }

    private static HttpResponse<String> get(World world, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(world.server.address().resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
