package io.tidelock.vcs.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.tidelock.core.change.Actor;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.http.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How requests travel: repeated, confirmed, redirected, packed, authorized, interrupted. */
class WireTest {
    private static final Actor WALTER = Actor.person("walter");
    private static final String PERMISSION = "/api/v3/repos/acme/infra/collaborators/walter/permission";
    private static final String COMMENTS = "/api/v3/repos/acme/infra/issues/7/comments";
    private static final String COMMENT = "{\"id\":5,\"created_at\":\"2026-11-21T10:00:00Z\"}";

    private final Faulty faulty = new Faulty();

    @AfterEach
    void stop() {
        faulty.close();
    }

    private Permission ask(GitHub github) {
        return github.pullReader().permission(faulty.repo(), WALTER);
    }

    @Test
    void aReadIsRepeatedWhenTheHostStumbles() {
        faulty.server.stubFor(get(anyUrl())
                .inScenario("x")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(502))
                .willSetStateTo("reset"));
        faulty.server.stubFor(get(anyUrl())
                .inScenario("x")
                .whenScenarioStateIs("reset")
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                .willSetStateTo("well"));
        faulty.server.stubFor(get(anyUrl())
                .inScenario("x")
                .whenScenarioStateIs("well")
                .willReturn(okJson("{\"permission\":\"write\"}")));
        assertThat(ask(faulty.github())).isEqualTo(Permission.WRITE);
        assertThat(faulty.requests()).isEqualTo(3);
    }

    @Test
    void aReadIsRepeatedTwiceAtMost() {
        faulty.always(aResponse().withStatus(500));
        GitHub github = faulty.github();
        assertThatThrownBy(() -> ask(github)).isInstanceOf(Unavailable.class);
        assertThat(faulty.requests()).isEqualTo(3);
    }

    @Test
    void aRefusalIsNotRepeated() {
        faulty.always(aResponse().withStatus(422));
        GitHub github = faulty.github();
        assertThatThrownBy(() -> ask(github)).isInstanceOf(Refused.class);
        assertThat(faulty.requests()).isEqualTo(1);
    }

    @Test
    void aReadEndsWithItsDeadlineHoweverOftenItIsRepeated() {
        faulty.always(aResponse().withStatus(500).withFixedDelay(250));
        GitHub github = faulty.github(Duration.ofMillis(400), () -> new Secret(Faulty.TOKEN));
        long start = System.nanoTime();
        assertThatThrownBy(() -> ask(github)).isInstanceOf(Unavailable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(faulty.requests()).isLessThan(3);
    }

    @Test
    void aReadThatHangsIsAskedAgainBeforeItsTimeIsOver() {
        faulty.server.stubFor(get(anyUrl())
                .inScenario("x")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(200).withFixedDelay(60_000))
                .willSetStateTo("well"));
        faulty.server.stubFor(get(anyUrl())
                .inScenario("x")
                .whenScenarioStateIs("well")
                .willReturn(okJson("{\"permission\":\"write\"}")));
        GitHub github = faulty.github(Duration.ofSeconds(6), () -> new Secret(Faulty.TOKEN));
        assertThat(ask(github)).isEqualTo(Permission.WRITE);
        assertThat(faulty.requests()).isEqualTo(2);
    }

    @Test
    void nobodyListeningMeansNotDone() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        GitHub github = GitHub.connect(
                new GitHubSettings(
                        "http://localhost:" + port, Optional.empty(), () -> new Secret(Faulty.TOKEN), Optional.empty()),
                Network.plain(InstantSource.system()));
        var pull = new io.tidelock.core.change.PullRef(
                new io.tidelock.core.change.RepoRef("localhost:" + port, "acme/infra"), 7);
        assertThatThrownBy(() -> github.pullWriter().post(pull, "body"))
                .isInstanceOfSatisfying(
                        Unavailable.class, it -> assertThat(it.perhapsDone()).isFalse());
    }

    @Test
    void aConfirmedAnswerIsGivenAgainAndAChangedOneIsNot() {
        faulty.server.stubFor(
                get(anyUrl()).willReturn(okJson("{\"permission\":\"write\"}").withHeader("ETag", "\"1\"")));
        GitHub github = faulty.github();
        assertThat(ask(github)).isEqualTo(Permission.WRITE);
        faulty.server.stubFor(get(anyUrl())
                .withHeader("If-None-Match", equalTo("\"1\""))
                .willReturn(aResponse().withStatus(304)));
        assertThat(ask(github)).isEqualTo(Permission.WRITE);
        faulty.server.stubFor(get(anyUrl())
                .withHeader("If-None-Match", equalTo("\"1\""))
                .willReturn(okJson("{\"permission\":\"read\"}")));
        assertThat(ask(github)).isEqualTo(Permission.READ);
        assertThat(ask(github)).as("no ETag, nothing kept").isEqualTo(Permission.WRITE);
    }

    @Test
    void aPackedAnswerIsUnpackedAlsoTheSecondTime() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"permission\":\"admin\"}".getBytes(StandardCharsets.UTF_8));
        }
        faulty.server.stubFor(get(anyUrl())
                .willReturn(aResponse()
                        .withBody(packed.toByteArray())
                        .withHeader("Content-Encoding", "gzip")
                        .withHeader("ETag", "\"1\"")));
        GitHub github = faulty.github();
        assertThat(ask(github)).isEqualTo(Permission.ADMIN);
        faulty.server.stubFor(get(anyUrl())
                .withHeader("If-None-Match", equalTo("\"1\""))
                .willReturn(aResponse().withStatus(304)));
        assertThat(ask(github)).isEqualTo(Permission.ADMIN);
    }

    @Test
    void aRedirectOnTheSameHostIsFollowed() {
        faulty.server.stubFor(get(urlPathEqualTo(PERMISSION))
                .willReturn(aResponse().withStatus(301).withHeader("Location", "/api/v3/repositories/1")));
        faulty.server.stubFor(get(urlPathEqualTo("/api/v3/repositories/1"))
                .withHeader("Authorization", equalTo("Bearer " + Faulty.TOKEN))
                .willReturn(okJson("{\"permission\":\"write\"}")));
        assertThat(ask(faulty.github())).isEqualTo(Permission.WRITE);
    }

    @Test
    void aWriteIsRedirectedOnlyWhenItStaysAWrite() {
        faulty.server.stubFor(
                post(urlPathEqualTo("/api/v3/there")).willReturn(okJson(COMMENT).withStatus(201)));
        List<Integer> repeated = List.of(301, 302, 307, 308);
        for (int status : repeated) {
            faulty.server.stubFor(post(urlPathEqualTo(COMMENTS))
                    .willReturn(aResponse().withStatus(status).withHeader("Location", "/api/v3/there")));
            assertThat(faulty.github()
                            .pullWriter()
                            .post(faulty.pull(), "body")
                            .comment()
                            .id())
                    .as("%s", status)
                    .isEqualTo("5");
        }
        faulty.server.stubFor(post(urlPathEqualTo(COMMENTS))
                .willReturn(aResponse().withStatus(303).withHeader("Location", "/api/v3/there")));
        GitHub github = faulty.github();
        assertThatThrownBy(() -> github.pullWriter().post(faulty.pull(), "body"))
                .isInstanceOf(Refused.class);
        faulty.server.verify(repeated.size(), postRequestedFor(urlPathEqualTo("/api/v3/there")));
        faulty.server.verify(0, getRequestedFor(urlPathEqualTo("/api/v3/there")));
    }

    @Test
    void theTokenDoesNotFollowARedirectToAnotherOrigin() {
        try (Faulty evil = new Faulty()) {
            evil.always(okJson("{\"permission\":\"admin\"}"));
            String there = "http://localhost:" + evil.server.port() + PERMISSION;
            faulty.always(aResponse().withStatus(302).withHeader("Location", there));
            assertThat(ask(faulty.github())).isEqualTo(Permission.NONE);
            assertThat(evil.requests()).isZero();
        }
    }

    @Test
    void redirectsInACircleEnd() {
        faulty.always(aResponse().withStatus(302).withHeader("Location", PERMISSION));
        assertThat(ask(faulty.github())).isEqualTo(Permission.NONE);
        assertThat(faulty.requests()).isEqualTo(4);
    }

    @Test
    void theTokenIsAskedForAtEachRequest() {
        faulty.server.stubFor(any(anyUrl()).willReturn(okJson(COMMENT)));
        AtomicInteger asked = new AtomicInteger();
        List<String> seen = new ArrayList<>();
        GitHub github =
                faulty.github(Duration.ofSeconds(10), () -> new Secret("ghp_" + asked.incrementAndGet() + "\n"));
        github.pullWriter().post(faulty.pull(), "one");
        github.pullWriter().edit(faulty.comment(), "two");
        faulty.server
                .getAllServeEvents()
                .reversed()
                .forEach(event -> seen.add(event.getRequest().getHeader("Authorization")));
        assertThat(seen).doesNotHaveDuplicates().allMatch(it -> it.matches("Bearer ghp_\\d+"));
    }

    @Test
    void anOddTokenIsNotSentNorPrinted() {
        faulty.always(okJson(COMMENT));
        GitHub github = faulty.github(Duration.ofSeconds(10), () -> new Secret("ghp_odd\r\nX-Evil: yes"));
        assertThatThrownBy(() -> github.pullWriter().post(faulty.pull(), "body"))
                .isInstanceOf(Unavailable.class)
                .hasMessageNotContaining("ghp_odd");
        assertThat(faulty.requests()).isZero();
    }

    @Test
    void aMissingPermissionIsNamed() {
        faulty.always(aResponse()
                .withStatus(403)
                .withHeader("X-Accepted-GitHub-Permissions", "issues=write; pull_requests=write")
                .withBody("{\"message\":\"Resource not accessible by personal access token\"}"));
        GitHub github = faulty.github();
        assertThatThrownBy(() -> github.pullWriter().post(faulty.pull(), "body"))
                .hasMessageContaining("Resource not accessible by personal access token")
                .hasMessageContaining("a token with the permission issues=write; pull_requests=write");
    }

    @Test
    void anInterruptedWriterSaysSoAndStaysInterrupted() {
        faulty.always(okJson(COMMENT).withFixedDelay(5000));
        GitHub github = faulty.github();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> github.pullWriter().post(faulty.pull(), "body"))
                .isInstanceOfSatisfying(
                        Unavailable.class, it -> assertThat(it.perhapsDone()).isTrue());
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void everyRequestIsWatched() {
        faulty.always(okJson("{\"permission\":\"write\"}").withHeader("X-RateLimit-Remaining", "4711"));
        List<String> seen = new ArrayList<>();
        GitHub github = GitHub.connect(
                new GitHubSettings(
                        "http://localhost:" + faulty.server.port(),
                        Optional.empty(),
                        () -> new Secret(Faulty.TOKEN),
                        Optional.empty()),
                Network.plain(InstantSource.system())
                        .watch((host, method, status, took, remaining) ->
                                seen.add(host + " " + method + " " + status + " " + remaining.orElse(-1))));
        ask(github);
        assertThat(seen).containsExactly("localhost GET 200 4711");
    }

    @Test
    void anotherHostsRepositoryIsNeverAskedFor() {
        faulty.always(okJson("{\"permission\":\"admin\"}"));
        GitHub github = faulty.github();
        var elsewhere = new io.tidelock.core.change.RepoRef("github.com", "acme/infra");
        assertThatThrownBy(() -> github.pullReader().permission(elsewhere, WALTER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(faulty.requests()).isZero();
    }
}
