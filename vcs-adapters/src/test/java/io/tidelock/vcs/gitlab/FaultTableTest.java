package io.tidelock.vcs.gitlab;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.secret.Secret;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import io.tidelock.core.words.StatusState;
import io.tidelock.vcs.http.Network;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever the host does, the caller hears one of two things, in the language of core, and never the token. */
class FaultTableTest {
    private static final String TOKEN = "glpat-neverToBeSeen0123456789";
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static WireMockServer server;

    @BeforeAll
    static void start() {
        server = new WireMockServer(wireMockConfig().dynamicPort());
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    /** A fault, and what a read and a write must say of it: kind of refusal, "lost", "perhaps", or seconds to wait. */
    private record Row(String name, ResponseDefinitionBuilder answer, String read, String write) {}

    private static ResponseDefinitionBuilder status(int status) {
        return aResponse().withStatus(status).withBody("{\"message\":{\"base\":[\"said the host to " + TOKEN + "\"]}}");
    }

    private static List<Row> table() {
        ResponseDefinitionBuilder limit = aResponse().withStatus(429).withBody("Retry later\n");
        return List.of(
                new Row("500", status(500), "lost", "perhaps"),
                new Row("502, a page", aResponse().withStatus(502).withBody("<html>"), "lost", "perhaps"),
                new Row("503 with Retry-After", status(503).withHeader("Retry-After", "30"), "30", "perhaps"),
                new Row("408", status(408), "lost", "perhaps"),
                new Row("hangs", status(200).withFixedDelay(30_000), "lost", "perhaps"),
                new Row(
                        "cut in the body",
                        aResponse().withStatus(200).withFault(Fault.MALFORMED_RESPONSE_CHUNK),
                        "lost",
                        "perhaps"),
                new Row("closes", aResponse().withFault(Fault.EMPTY_RESPONSE), "lost", "perhaps"),
                new Row("success without JSON", aResponse().withStatus(201).withBody("<html>"), "lost", "perhaps"),
                new Row(
                        "success, cut off",
                        aResponse().withStatus(201).withBody("{\"id\": 5, \"bo"),
                        "lost",
                        "perhaps"),
                new Row("success, null", aResponse().withStatus(201).withBody("null"), "lost", "perhaps"),
                new Row("429 with Retry-After", limit.withHeader("Retry-After", "30"), "30", "30"),
                new Row("429 without a word", aResponse().withStatus(429), "15", "15"),
                new Row(
                        "429 until a time",
                        aResponse()
                                .withStatus(429)
                                .withHeader("RateLimit-Reset", Long.toString(NOW.getEpochSecond() + 45)),
                        "45",
                        "45"),
                new Row("400", status(400), "NOT_ACCEPTABLE", "NOT_ACCEPTABLE"),
                new Row("401", status(401), "lost", "lost"),
                new Row("403", status(403), "NOT_ALLOWED", "NOT_ALLOWED"),
                new Row("404", status(404), "NOT_FOUND", "NOT_FOUND"),
                new Row("422", status(422), "NOT_ACCEPTABLE", "NOT_ACCEPTABLE"),
                new Row(
                        "a move elsewhere",
                        status(301).withHeader("Location", "https://evil.example.com/"),
                        "NOT_FOUND",
                        "NOT_FOUND"));
    }

    private static GitLab gitlab(Duration timeout) {
        return GitLab.connect(
                new GitLabSettings(
                        "http://localhost:" + server.port(),
                        Optional.of("tidelock"),
                        () -> new Secret(TOKEN),
                        Optional.empty()),
                Network.plain(InstantSource.fixed(NOW)).callTimeout(timeout));
    }

    private static PullRef pull() {
        return new PullRef(new RepoRef("localhost:" + server.port(), "acme/platform/infra"), 7);
    }

    private static CommentRef comment() {
        return new CommentRef(pull(), "99");
    }

    private static CommitStatus success() {
        CommitSha sha = new CommitSha("ab".repeat(20));
        return new CommitStatus(pull().repo(), sha, "tidelock/plan", StatusState.SUCCESS, "Planned", Optional.empty());
    }

    @TestFactory
    Stream<DynamicTest> every_fault_is_said_in_the_language_of_core() {
        return table().stream()
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    GitLab gitlab =
                            gitlab(row.name().equals("hangs") ? Duration.ofMillis(500) : Duration.ofSeconds(20));
                    gitlab.pullWriter().maxBody();
                    SoftAssertions softly = new SoftAssertions();
                    check(
                            softly,
                            row,
                            row.read(),
                            "pull",
                            () -> gitlab.pullReader().pull(pull()));
                    check(
                            softly,
                            row,
                            row.read(),
                            "find",
                            () -> gitlab.pullWriter().find(pull(), "marker"));
                    check(
                            softly,
                            row,
                            row.write(),
                            "post",
                            () -> gitlab.pullWriter().post(pull(), "body"));
                    check(
                            softly,
                            row,
                            row.write(),
                            "edit",
                            () -> gitlab.pullWriter().edit(comment(), "body"));
                    check(
                            softly,
                            row,
                            row.write(),
                            "status",
                            () -> gitlab.pullWriter().status(success()));
                    if (!row.name().startsWith("success")) {
                        check(
                                softly,
                                row,
                                row.write(),
                                "react",
                                () -> gitlab.pullWriter().react(comment(), Reaction.EYES));
                    }
                    softly.assertAll();
                }));
    }

    private static void check(SoftAssertions softly, Row row, String expected, String call, Runnable work) {
        always(row.answer());
        Throwable thrown = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> catchThrowable(work::run));
        softly.assertThat(verdict(thrown)).as(call + " " + thrown).isEqualTo(expected);
        if (!call.equals("pull") && !call.equals("find")) {
            softly.assertThat(server.findAll(anyRequestedFor(anyUrl())))
                    .as("writes of " + call)
                    .hasSize(1);
        }
        for (Throwable it = thrown; it != null; it = it.getCause()) {
            softly.assertThat(it.toString()).as(call).doesNotContain(TOKEN);
        }
    }

    private static void always(ResponseDefinitionBuilder answer) {
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static String verdict(Throwable thrown) {
        return switch (thrown) {
            case Refused refused -> refused.kind().name();
            case Unavailable it when it.perhapsDone() -> "perhaps";
            case Unavailable it ->
                it.retryAfter().map(wait -> Long.toString(wait.toSeconds())).orElse("lost");
            case null -> "nothing was thrown";
            default -> thrown.toString();
        };
    }

    @Test
    void two_that_begin_a_pipeline_at_once_try_again_a_moment_later() {
        always(status(409));
        Throwable thrown =
                catchThrowable(() -> gitlab(Duration.ofSeconds(10)).pullWriter().status(success()));
        assertThat(verdict(thrown)).isEqualTo("1");
    }

    @Test
    void a_permission_that_cannot_be_asked_is_unknown_and_one_that_is_not_there_is_none() {
        var reader = gitlab(Duration.ofSeconds(10)).pullReader();
        always(status(403));
        assertThat(reader.permission(pull().repo(), Actor.person("walter"))).isEqualTo(Permission.UNKNOWN);
        always(status(404));
        assertThat(reader.permission(pull().repo(), Actor.person("walter"))).isEqualTo(Permission.NONE);
        always(aResponse().withStatus(200).withBody("[]"));
        assertThat(reader.permission(pull().repo(), Actor.person("walter"))).isEqualTo(Permission.NONE);
        always(aResponse().withStatus(200).withBody("[{\"username\":\"walter\"}]"));
        assertThat(reader.permission(pull().repo(), Actor.person("walter"))).isEqualTo(Permission.UNKNOWN);
    }

    @Test
    void an_emoji_that_is_there_already_is_no_failure() {
        always(aResponse()
                .withStatus(404)
                .withBody("{\"message\":\"404 Award Emoji Name has already been taken Not Found\"}"));
        gitlab(Duration.ofSeconds(10)).pullWriter().react(comment(), Reaction.EYES);
    }
}
