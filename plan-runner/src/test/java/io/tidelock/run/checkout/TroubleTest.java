package io.tidelock.run.checkout;

import static io.tidelock.run.checkout.Scene.START;
import static io.tidelock.run.checkout.Scene.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.GitRemote;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TroubleTest {
    @TempDir
    Path folder;

    private Scene scene;
    private PullRequest pull;
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeEach
    void open() {
        scene = new Scene(folder);
        pull = scene.pull(1, scene.push(1, with(START, "a/main.tf", "x")));
    }

    @AfterEach
    void close() {
        over.countDown();
        scene.close();
    }

    @ParameterizedTest
    @CsvSource({"401, NOT_ALLOWED", "403, NOT_ALLOWED", "404, NOT_FOUND"})
    void refusalsSayWhatToCheck(int status, Refused.Kind kind) {
        answer(status);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> scene.prepare(pull))
                .satisfies(refused -> {
                    assertThat(refused.kind()).isEqualTo(kind);
                    assertThat(refused.problem().sentence())
                            .contains(scene.host.address() + "/acme/infra.git", "HTTP " + status, "Check");
                });
    }

    @Test
    void aWrongPasswordIsNotToldToAnybody() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> scene.checkouts.prepare(pull, scene.host.remote(pull.ref(), "hunter2"), scene.lease))
                .satisfies(refused -> {
                    assertThat(refused.kind()).isEqualTo(Refused.Kind.NOT_ALLOWED);
                    assertThat(refused.toString()).doesNotContain("hunter2");
                });
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "503", "429"})
    void theHostsTroublesPass(int status) {
        answer(status);
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scene.prepare(pull))
                .satisfies(gone -> {
                    assertThat(gone.perhapsDone()).isFalse();
                    assertThat(gone).hasMessageContaining("HTTP " + status);
                });
        scene.host.heal();
        assertThat(scene.merged(pull).heads().head()).isEqualTo(pull.head().sha());
    }

    @Test
    void waitsAsLongAsTheHostAsks() {
        scene.host.fail(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "120");
            exchange.sendResponseHeaders(429, -1);
            return true;
        });
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scene.prepare(pull))
                .satisfies(gone -> assertThat(gone.retryAfter()).contains(Duration.ofMinutes(2)));
    }

    @Test
    void somethingElseThanGitAnswers() {
        scene.host.fail(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            byte[] page = "<html>Sign in".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            return true;
        });
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scene.prepare(pull))
                .withMessageContaining(scene.host.address());
    }

    @Test
    void nobodyListens() {
        GitRemote nowhere = new GitRemote(
                "http://localhost:1/acme/infra.git", Optional.empty(), Optional.empty(), "refs/pull/1/head", "");
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scene.checkouts.prepare(pull, nowhere, scene.lease))
                .withMessageContaining("no connection");
        GitRemote unknown = new GitRemote(
                "http://host.invalid/acme/infra.git", Optional.empty(), Optional.empty(), "refs/pull/1/head", "");
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scene.checkouts.prepare(pull, unknown, scene.lease))
                .withMessageContaining("host.invalid");
    }

    @Test
    void onlyHttpIsSpoken() {
        for (String url :
                List.of("file:///etc", "ssh://git@host/x", "git@host:x/y.git", "/tmp/x", "https://", "ext::sh")) {
            GitRemote remote = new GitRemote(url, Optional.empty(), Optional.empty(), "refs/pull/1/head", "");
            assertThatExceptionOfType(Refused.class)
                    .as(url)
                    .isThrownBy(() -> scene.checkouts.prepare(pull, remote, scene.lease));
        }
    }

    @Test
    void aCredentialInTheAddressGoesNowhere() throws Exception {
        String url = scene.host.address().replace("http://", "http://joe:hunter2@") + "/acme/infra.git";
        GitRemote given = scene.host.remote(pull.ref());
        scene.checkouts.prepare(
                pull,
                new GitRemote(url, given.user(), given.password(), given.headRef(), given.mergeRef()),
                scene.lease);
        assertThat(scene.mirror().resolve("config")).content().doesNotContain("hunter2", GitHost.PASSWORD);
        assertThat(scene.host.requests())
                .allSatisfy(request -> assertThat(request.path()).doesNotContain("hunter2"));
    }

    @Test
    void aSilentHostIsGivenUp() {
        scene.checkouts = JGitCheckouts.with(new CheckoutSettings(
                scene.data, Duration.ofSeconds(1), Duration.ofSeconds(30), Optional.empty(), Optional.empty()));
        scene.host.fail(exchange -> {
            awaitEnd();
            return true;
        });
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scene.prepare(pull))
                .withMessageContaining("nothing came for 1 second");
    }

    @Test
    void aHostThatDripsIsGivenUpToo() {
        scene.checkouts = JGitCheckouts.with(new CheckoutSettings(
                scene.data, Duration.ofSeconds(1), Duration.ofSeconds(2), Optional.empty(), Optional.empty()));
        drip();
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scene.prepare(pull))
                .withMessageContaining("longer than 2 seconds");
    }

    @Test
    void aStoppedJobDoesNotWaitForTheRest() {
        drip();
        Thread.ofVirtual().start(() -> {
            sleep(300);
            scene.lease.stop(Stopped.Reason.SHUTDOWN);
        });
        assertThatExceptionOfType(Stopped.class).isThrownBy(() -> scene.prepare(pull));
    }

    @Test
    void aCutPackLeavesNothingHarmful() {
        scene.merged(pull);
        CommitSha head = scene.push(
                1, with(START, "a/main.tf", "long ".repeat(3000)), pull.head().sha());
        scene.host.cutAfter(200);
        Unavailable cut = catchThrowableOfType(Unavailable.class, () -> scene.prepare(scene.pull(1, head)));
        assertThat(cut.perhapsDone()).isFalse();

        scene.host.heal();
        assertThat(scene.merged(scene.pull(1, head)).heads().head()).isEqualTo(head);
        assertThat(scene.mirror().resolve("objects").toFile().list((dir, name) -> name.startsWith("incoming")))
                .isEmpty();
    }

    @Test
    void aFirstFetchThatWasCutIsRepeated() {
        scene.host.cutAfter(300);
        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> scene.prepare(pull));
        scene.host.heal();
        assertThat(scene.merged(pull).heads().head()).isEqualTo(pull.head().sha());
    }

    @Test
    void theCredentialDoesNotFollowARedirectToAnotherHost() {
        try (GitHost other = new GitHost(folder.resolve("other"))) {
            scene.host.fail(exchange -> {
                exchange.getResponseHeaders().set("Location", other.address() + exchange.getRequestURI());
                exchange.sendResponseHeaders(302, -1);
                return true;
            });
            assertThatExceptionOfType(Refused.class).isThrownBy(() -> scene.prepare(pull));
            assertThat(other.requests())
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.authorization()).isEmpty());
        }
    }

    @Test
    void aRenamedRepositoryIsFollowedOnItsHost() {
        PullRef old = new PullRef(scene.host.repo("acme/old"), 1);
        scene.host.fail(exchange -> {
            String path = exchange.getRequestURI().toString();
            if (!path.contains("/acme/old.git")) {
                return false;
            }
            exchange.getResponseHeaders().set("Location", scene.host.address() + path.replace("old.git", "infra.git"));
            exchange.sendResponseHeaders(301, -1);
            return true;
        });
        assertThat(scene.checkouts
                        .prepare(pull, scene.host.remote(old), scene.lease)
                        .heads()
                        .head())
                .isEqualTo(pull.head().sha());
    }

    private void answer(int status) {
        scene.host.fail(exchange -> {
            exchange.sendResponseHeaders(status, -1);
            return true;
        });
    }

    /** Begins as git would, and then sends a letter every fifth of a second. */
    private void drip() {
        scene.host.fail(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write("001e# service=git-upload-pack\n0000fff0".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 100 && over.getCount() > 0; i++) {
                out.write('x');
                out.flush();
                sleep(200);
            }
            return true;
        });
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
