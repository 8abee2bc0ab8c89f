package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.SandboxSettings;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.server.Server;
import io.tidelock.server.cli.ServerCommand;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A whole server that is a GitHub App and says its statuses as check runs. */
@EnabledOnOs(OS.LINUX)
final class ChecksTest {
    private static final String SECRET = "a webhook secret of the App";
    private static final String REPO = "acme/infra";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatIsWrongIsShownAtItsLineAndTheButtonPlansAgain() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(folder.resolve("forge"))
                        .advertiseHttp()
                        .mergeabilityDelay(Duration.ofMillis(50)));
                Server server = server(sandbox)) {
            sandbox.organization("acme", "owner");
            sandbox.user("dev");
            sandbox.createRepository("acme", "infra");
            sandbox.commitFiles(REPO, "main", Map.of("README.md", "Begin\n"), "Begin", "dev");
            sandbox.permit(REPO, "dev", Permission.WRITE);
            sandbox.addWebhook(REPO, server.address() + "/events", SECRET, "json");
            sandbox.moveBranch(REPO, "change", Objects.requireNonNull(sandbox.branch(REPO, "main")), "dev");
            String head = sandbox.commitFiles(
                    REPO,
                    "change",
                    new HashMap<>(Map.of("app/main.tf", "resource \"terraform_data\" \"a\" {\n  inputt = 1\n}\n")),
                    "Mistake",
                    "dev");
            PullId pull = sandbox.openPull(REPO, "Make it", "change", "main", "dev");
            quiet(sandbox, server);

            String runs = get(sandbox, "/commits/" + head + "/check-runs");
            assertThat(runs)
                    .contains(
                            "\"name\":\"tidelock/plan\"",
                            "\"conclusion\":\"failure\"",
                            "\"title\":\"1 failed to plan\"")
                    .contains("\"annotations_count\":1");
            assertThat(sandbox.statuses(REPO, head)).isEmpty();
            assertThat(sandbox.comments(pull)).hasSize(1);

            sandbox.clearCalls();
            press(server, pull, head);
            quiet(sandbox, server);
            assertThat(sandbox.calls())
                    .as("planned again, with no reaction to a comment that is not there")
                    .anyMatch(call ->
                            call.path().endsWith("/check-runs") && call.method().equals("POST"))
                    .noneMatch(call -> call.path().contains("/reactions"));
            assertThat(sandbox.comments(pull)).hasSize(1);
        }
    }

    private Server server(Sandbox sandbox) {
        return ServerCommand.start(
                List.of(
                        "--gh-hostname=" + sandbox.httpsUrl().replaceFirst("^https://", ""),
                        "--gh-app-id=" + sandbox.app().id(),
                        "--gh-app-key-file=" + sandbox.app().keyFile(),
                        "--gh-webhook-secret=" + SECRET,
                        "--gh-checks",
                        "--ca-file=" + sandbox.caCertificate(),
                        "--repo-allowlist=*/acme/*",
                        "--data-dir=" + folder.resolve("data"),
                        "--sweep-interval=0",
                        "--log-level=error",
                        "--port=0"),
                Map.of("PATH", String.valueOf(System.getenv("PATH"))),
                System.err);
    }

    private static void quiet(Sandbox sandbox, Server server) {
        Awaitility.await("quiet")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sandbox.webhooksDelivered() && server.quiet() && sandbox.webhooksDelivered());
    }

    private static String get(Sandbox sandbox, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.httpUrl() + "/api/v3/repos/" + REPO + path))
                    .header("Authorization", "token " + sandbox.token("dev"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** As GitHub does when somebody presses "Re-run all checks". */
    private static void press(Server server, PullId pull, String head) throws Exception {
        byte[] body = """
                {"action":"rerequested","check_suite":{"id":5,"head_sha":"%s","updated_at":"2026-11-27T10:00:00Z",
                  "pull_requests":[{"number":%s}]},"repository":{"full_name":"%s"},
                  "sender":{"login":"dev","type":"User"}}
                """.formatted(head, pull.number(), REPO).getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(server.address().resolve("/events"))
                    .header("X-GitHub-Event", "check_suite")
                    .header("X-GitHub-Delivery", "a-press-of-the-button")
                    .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }
}
