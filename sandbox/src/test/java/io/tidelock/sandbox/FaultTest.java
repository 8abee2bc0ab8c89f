package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidelock.sandbox.fault.Effect;
import io.tidelock.sandbox.fault.HookEffect;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Misfortune comes as ordered, and only as often. */
class FaultTest {
    private static final String COMMENTS = "/repos/owner/infra/issues/1/comments";

    @TempDir
    @Nullable
    Path folder;

    @Nullable
    Sandbox started;

    @Nullable
    PullId opened;

    @BeforeEach
    void start() {
        started = Sandbox.start(SandboxSettings.in(folder().resolve("data")));
        sandbox().createRepository("owner", "infra");
        sandbox().commitFiles("owner/infra", "main", Map.of("main.tf", "# one\n"), "One", "owner");
        sandbox().commitFiles("owner/infra", "feature", Map.of("main.tf", "x".repeat(50_000)), "Two", "owner");
        opened = sandbox().openPull("owner/infra", "A change", "feature", "main", "owner");
    }

    @AfterEach
    void stop() {
        sandbox().close();
    }

    @Test
    void failsAsOftenAsOrderedAndThenNoMore() {
        sandbox().faults().next(2, "GET", "/pulls/1$", Effect.status(502));
        assertThat(api().get("/repos/owner/infra/pulls/1").status()).isEqualTo(502);
        assertThat(api().get("/repos/owner/infra").status()).isEqualTo(200);
        assertThat(api().get("/repos/owner/infra/pulls/1").status()).isEqualTo(502);
        assertThat(api().get("/repos/owner/infra/pulls/1").status()).isEqualTo(200);
        assertThat(sandbox().faults().pending()).isZero();
    }

    @Test
    void limitsWithAndWithoutRetryAfter() {
        sandbox().faults().next(1, "*", COMMENTS, Effect.secondaryRateLimit(7));
        sandbox().faults().next(1, "*", COMMENTS, Effect.secondaryRateLimit(-1));
        Client.Got first = api().post(COMMENTS, "{\"body\":\"x\"}");
        assertThat(first.status()).isEqualTo(403);
        assertThat(first.header("Retry-After")).isEqualTo("7");
        Client.Got second = api().post(COMMENTS, "{\"body\":\"x\"}");
        assertThat(second.header("Retry-After")).isEmpty();
        assertThat(second.text()).contains("secondary rate limit");
        assertThat(sandbox().comments(pull())).isEmpty();
    }

    @Test
    void createsAndThenAnswersThatItFailed() {
        sandbox().faults().next(1, "POST", COMMENTS, Effect.doneBut(502));
        assertThat(api().post(COMMENTS, "{\"body\":\"x\"}").status()).isEqualTo(502);
        assertThat(sandbox().comments(pull())).hasSize(1);
    }

    @Test
    void delaysDropsHangsAndCuts() {
        long begin = System.nanoTime();
        sandbox().faults().next(1, "GET", COMMENTS, new Effect.Delay(Duration.ofMillis(400)));
        assertThat(api().get(COMMENTS).status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(390));
        sandbox().faults().next(1, "POST", COMMENTS, new Effect.Hang(Duration.ofMillis(300)));
        assertThatThrownBy(() -> api().post(COMMENTS, "{\"body\":\"w\"}")).isInstanceOf(UncheckedIOException.class);
        sandbox().faults().next(1, "POST", COMMENTS, new Effect.Drop());
        assertThatThrownBy(() -> api().post(COMMENTS, "{\"body\":\"x\"}")).isInstanceOf(UncheckedIOException.class);
        sandbox().faults().next(1, "POST", COMMENTS, new Effect.Cut(20));
        assertThatThrownBy(() -> api().post(COMMENTS, "{\"body\":\"y\"}")).isInstanceOf(UncheckedIOException.class);
        assertThat(sandbox().comments(pull())).extracting(CommentView::body).containsExactly("y");
        await().untilAsserted(() ->
                assertThat(sandbox().calls()).anyMatch(call -> call.method().equals("POST") && call.bytes() == 20));
    }

    @Test
    void doesItAndThenDropsHangsOrStalls() {
        sandbox().faults().next(1, "POST", COMMENTS, new Effect.DoneThenDrop());
        assertThatThrownBy(() -> api().post(COMMENTS, "{\"body\":\"u\"}")).isInstanceOf(UncheckedIOException.class);
        sandbox().faults().next(1, "POST", COMMENTS, new Effect.DoneThenHang(Duration.ofMillis(300)));
        assertThatThrownBy(() -> api().post(COMMENTS, "{\"body\":\"v\"}")).isInstanceOf(UncheckedIOException.class);
        long begin = System.nanoTime();
        sandbox().faults().next(1, "POST", COMMENTS, new Effect.Stall(20, Duration.ofMillis(300)));
        assertThatThrownBy(() -> api().post(COMMENTS, "{\"body\":\"w\"}")).isInstanceOf(UncheckedIOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(290));
        assertThat(sandbox().comments(pull())).extracting(CommentView::body).containsExactly("u", "v", "w");
    }

    @Test
    void takesOrdersByHttp() {
        String order = "{\"times\":1,\"path\":\"/user$\",\"effect\":\"status\",\"status\":429,\"retry_after\":3}";
        assertThat(api().post("/_sandbox/faults", order).status()).isEqualTo(204);
        Client.Got got = api().get("/user");
        assertThat(got.status()).isEqualTo(429);
        assertThat(got.header("Retry-After")).isEqualTo("3");
        assertThat(api().post("/_sandbox/faults", "{\"effect\":\"melt\"}").text())
                .contains("must be one of");
    }

    @Test
    void breaksGitOff() throws Exception {
        sandbox().faults().next(1, "*", "info/refs", Effect.status(503));
        assertThatThrownBy(() -> clone("a")).isInstanceOf(GitAPIException.class).hasMessageContaining("503");
        sandbox().faults().next(1, "POST", "git-upload-pack$", new Effect.Cut(100));
        assertThatThrownBy(() -> clone("b")).isInstanceOf(GitAPIException.class);
        clone("c");
        assertThat(folder().resolve("c/main.tf")).hasContent("# one\n");
    }

    private void clone(String name) throws GitAPIException {
        Git.cloneRepository()
                .setURI(sandbox().httpUrl() + "/owner/infra.git")
                .setDirectory(folder().resolve(name).toFile())
                .call()
                .close();
    }

    @Test
    void losesDoublesAndReordersWebhooks() throws Exception {
        try (Receiver receiver = new Receiver()) {
            sandbox().addWebhook("owner/infra", receiver.url(), null, "json");
            sandbox().faults().nextWebhooks(1, "issue_comment", new HookEffect.Lose());
            sandbox().comment(pull(), "owner", "lost");
            sandbox().faults().nextWebhooks(1, "issue_comment", new HookEffect.Twice());
            sandbox().comment(pull(), "owner", "twice");
            sandbox().faults().nextWebhooks(1, "issue_comment", new HookEffect.Behind());
            sandbox().comment(pull(), "owner", "first");
            sandbox().comment(pull(), "owner", "second");
            await().until(() -> receiver.received().size() == 4);
            List<String> bodies = receiver.received().stream()
                    .map(Receiver.Got::text)
                    .map(text -> text.contains("\"body\":\"twice\"")
                            ? "twice"
                            : text.contains("\"body\":\"first\"") ? "first" : "second")
                    .toList();
            assertThat(bodies).containsExactly("twice", "twice", "second", "first");
            assertThat(receiver.received().get(0).headers().getFirst("X-GitHub-Delivery"))
                    .isEqualTo(receiver.received().get(1).headers().getFirst("X-GitHub-Delivery"));
        }
    }

    private Path folder() {
        return Objects.requireNonNull(folder);
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(started);
    }

    private PullId pull() {
        return Objects.requireNonNull(opened);
    }

    private Client api() {
        return Client.http(sandbox(), "owner");
    }
}
