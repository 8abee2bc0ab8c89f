package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.CommentView;
import io.tidelock.sandbox.PullId;
import io.tidelock.server.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pull requests that were open before the server came, planned when an operator wants it, each once. */
@EnabledOnOs(OS.LINUX)
final class AdoptTest {
    private static final String ONE = "resource \"terraform_data\" \"a\" {}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private String said = "";

    @ParameterizedTest
    @EnumSource(Manners.class)
    void whatWasOpenIsPlannedOnce(Manners manners) {
        try (World world = new World(folder, manners, List.of())) {
            String repo = manners.repository(world.sandbox, "acme", "old");
            world.sandbox.commitFiles(repo, "main", Map.of("README.md", "Begin\n"), "Begin", "dev");
            world.sandbox.permit(repo, "dev", io.tidelock.sandbox.model.Permission.WRITE);
            world.sandbox.permit(repo, "tidelock-bot", io.tidelock.sandbox.model.Permission.WRITE);
            PullId first = world.pull(repo, "one", Map.of("a/main.tf", ONE), "One");
            PullId second = world.pull(repo, "two", Map.of("b/main.tf", ONE), "Two");
            world.quiet();
            assertThat(world.sandbox.comments(first)).isEmpty();

            assertThat(adopt(world, repo)).isZero();
            assertThat(said)
                    .contains(repo
                            + (manners == Manners.GITHUB
                                    ? ": 2 open, 2 planned now (#1 #2), 0 known"
                                    : ": 2 open, 2 planned now (!1 !2), 0 known"));
            world.quiet();
            assertThat(planned(world, first)).isTrue();
            assertThat(planned(world, second)).isTrue();

            assertThat(adopt(world, repo)).isZero();
            assertThat(said).contains("2 open, 0 planned now, 2 known");
            world.quiet();
            assertThat(world.processes().stream().filter(line -> line.startsWith("terraform plan")))
                    .hasSize(2);
            assertThat(world.sandbox.comments(first)).hasSize(1);
        }
    }

    @Test
    void whatCannotBeAdoptedIsSaid() throws Exception {
        try (World world = new World(folder, List.of())) {
            assertThat(adopt(world, "stranger/infra")).isOne();
            assertThat(said).contains("stranger/infra is not on the repository allowlist");
            assertThat(adopt(world, "acme/nowhere")).isOne();
            assertThat(said).contains("404");
            assertThat(adopt(world, "acme")).isOne();
            assertThat(said).contains("'acme' is not the name of a repository");
            assertThat(post(world, "text/plain")).isEqualTo(415);
            assertThat(post(world, "application/json")).isEqualTo(422);
        }
        assertThat(run(List.of("--repo", "acme/infra", "--server=http://127.0.0.1:9")))
                .isOne();
        assertThat(said).contains("no server answers at http://127.0.0.1:9");
        assertThat(run(List.of())).isEqualTo(2);
    }

    @Test
    void whereThereIsAWebTokenItIsNeeded() {
        try (World world = new World(folder, List.of("--web-token=the web token"))) {
            assertThat(adopt(world, "acme/infra")).isOne();
            assertThat(said).contains("The web token is needed");
        }
    }

    private static int post(World world, String type) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            world.server.address().resolve("/adopt?repository=acme/nowhere"))
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString("repository=acme/nowhere"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private int adopt(World world, String repo) {
        return run(List.of("--repo", repo, "--server", world.server.address().toString()));
    }

    private int run(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>(List.of("adopt"));
        words.addAll(arguments);
        int code = new Cli("0", Map.of(), print, print).run(words);
        said = out.toString(StandardCharsets.UTF_8);
        return code;
    }

    private static boolean planned(World world, PullId pull) {
        return world.sandbox.comments(pull).stream()
                .map(CommentView::body)
                .anyMatch(body -> body.contains("Plan: 1 to add"));
    }
}
