package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.CommentView;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.SandboxSettings;
import io.tidelock.sandbox.StatusView;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.server.Server;
import io.tidelock.server.cli.ServerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A whole server that is a GitHub App: no user, no token, and whatever accounts installed it. */
@EnabledOnOs(OS.LINUX)
final class GitHubAppTest {
    private static final String SECRET = "a webhook secret of the App";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Sandbox sandbox;

    @SuppressWarnings("NullAway.Init")
    private Path key;

    @SuppressWarnings("NullAway.Init")
    private Server server;

    @BeforeEach
    void begin() throws IOException {
        sandbox = Sandbox.start(
                SandboxSettings.in(folder.resolve("forge")).advertiseHttp().mergeabilityDelay(Duration.ofMillis(50)));
        sandbox.organization("acme", "owner");
        sandbox.organization("other", "owner");
        sandbox.user("dev");
        key = Files.copy(sandbox.app().keyFile(), folder.resolve("app.pem"));
        server = ServerCommand.start(
                List.of(
                        "--gh-hostname=" + sandbox.httpsUrl().replaceFirst("^https://", ""),
                        "--gh-app-id=" + sandbox.app().id(),
                        "--gh-app-key-file=" + key,
                        "--gh-webhook-secret=" + SECRET,
                        "--ca-file=" + sandbox.caCertificate(),
                        "--repo-allowlist=*/acme/*,*/other/*",
                        "--data-dir=" + folder.resolve("data"),
                        "--log-level=error",
                        "--port=0"),
                Map.of("PATH", String.valueOf(System.getenv("PATH"))),
                System.err);
    }

    @AfterEach
    void end() {
        server.close();
        sandbox.close();
    }

    @Test
    void plansAndAppliesForEveryAccountThatInstalledIt() {
        PullId ours = pull("acme", "infra");
        PullId theirs = pull("other", "net");
        awaitPlan(ours, "one");
        awaitPlan(theirs, "one");

        sandbox.comment(ours, "dev", "@sandbox-app apply");
        await(
                "apply",
                () -> is(ours, "tidelock/apply", "success") && summary(ours).contains("is applied"));

        assertThat(authors(ours)).containsExactly("dev", "sandbox-app[bot]");
        assertThat(authors(theirs)).containsExactly("sandbox-app[bot]");
        assertThat(sandbox.calls().stream()
                        .filter(call -> call.path().contains("/access_tokens"))
                        .count())
                .as("a token for each account")
                .isEqualTo(2);
    }

    @Test
    void outlivesItsTokensItsKeyAndItsInstallation() throws IOException {
        PullId pull = pull("acme", "infra");
        awaitPlan(pull, "one");

        sandbox.app().endTokens();
        commit(pull.repo(), "two");
        awaitPlan(pull, "two");

        Files.writeString(key, sandbox.app().newKey());
        sandbox.app().revokeOldKeys();
        sandbox.app().endTokens();
        commit(pull.repo(), "three");
        awaitPlan(pull, "three");

        sandbox.app().suspend("acme");
        sandbox.app().install("acme");
        commit(pull.repo(), "four");
        awaitPlan(pull, "four");
        assertThat(authors(pull)).containsExactly("sandbox-app[bot]");
    }

    private PullId pull(String owner, String name) {
        String repo = sandbox.createRepository(owner, name);
        sandbox.commitFiles(repo, "main", Map.of("README.md", "Begin\n"), "Begin", "dev");
        sandbox.setPrivate(repo, true);
        sandbox.permit(repo, "dev", Permission.WRITE);
        sandbox.addWebhook(repo, server.address() + "/events", SECRET, "json");
        sandbox.moveBranch(repo, "change", Objects.requireNonNull(sandbox.branch(repo, "main")), "dev");
        commit(repo, "one");
        return sandbox.openPull(repo, "Make it", "change", "main", "dev");
    }

    private void commit(String repo, String word) {
        String resource = "resource \"terraform_data\" \"made\" {\n  input = \"" + word + "\"\n}\n";
        sandbox.commitFiles(repo, "change", new HashMap<>(Map.of("app/main.tf", resource)), word, "dev");
    }

    private void awaitPlan(PullId pull, String word) {
        await(
                "plan of " + word,
                () -> is(pull, "tidelock/plan", "success") && summary(pull).contains(word));
    }

    private void await(String what, java.util.concurrent.Callable<Boolean> seen) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(seen);
    }

    private boolean is(PullId pull, String context, String state) {
        StatusView status = sandbox.latestStatuses(
                        pull.repo(), sandbox.pull(pull).headSha())
                .get(context);
        return status != null && status.state().equals(state);
    }

    private String summary(PullId pull) {
        return sandbox.comments(pull).stream()
                .map(CommentView::body)
                .filter(body -> body.contains("<!-- tidelock:summary"))
                .findFirst()
                .orElse("");
    }

    private List<String> authors(PullId pull) {
        return sandbox.comments(pull).stream().map(CommentView::author).sorted().toList();
    }
}
