package io.tidelock.vcs.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.tidelock.core.change.Actor;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.secret.Secret;
import io.tidelock.core.words.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever the host does, the caller hears one of two things, in the language of core, and never the token. */
class FaultTableTest {
    private static final String SECONDARY =
            "{\"message\":\"You have exceeded a secondary rate limit. Please wait a few minutes.\"}";
    private static Faulty faulty;

    @BeforeAll
    static void start() {
        faulty = new Faulty();
    }

    @AfterAll
    static void stop() {
        faulty.close();
    }

    /** What a read and what a write must say. */
    private enum Verdict {
        NOT_DONE,
        PERHAPS_DONE,
        WAIT_1S,
        WAIT_30S,
        WAIT_15S,
        WAIT_121S,
        WAIT_2H,
        NOT_FOUND,
        NOT_ALLOWED,
        NOT_ACCEPTABLE
    }

    private record Row(String name, ResponseDefinitionBuilder answer, Verdict read, Verdict write) {}

    private static Row row(String name, ResponseDefinitionBuilder answer, Verdict both) {
        return new Row(name, answer, both, both);
    }

    private static Row row(String name, ResponseDefinitionBuilder answer, Verdict read, Verdict write) {
        return new Row(name, answer, read, write);
    }

    private static ResponseDefinitionBuilder status(int status) {
        return aResponse().withStatus(status).withBody("{\"message\":\"said the host to " + Faulty.TOKEN + "\"}");
    }

    private static ResponseDefinitionBuilder primary(int status) {
        return status(status).withHeader("X-RateLimit-Remaining", "0");
    }

    private static String seconds(long fromNow) {
        return Long.toString(Faulty.NOW.plusSeconds(fromNow).getEpochSecond());
    }

    private static List<Row> table() {
        return List.of(
                row("500", status(500), Verdict.NOT_DONE, Verdict.PERHAPS_DONE),
                row(
                        "502, a page",
                        aResponse().withStatus(502).withBody("<html>"),
                        Verdict.NOT_DONE,
                        Verdict.PERHAPS_DONE),
                row("503", status(503), Verdict.NOT_DONE, Verdict.PERHAPS_DONE),
                row(
                        "503 with Retry-After",
                        status(503).withHeader("Retry-After", "30"),
                        Verdict.WAIT_30S,
                        Verdict.PERHAPS_DONE),
                row("504", status(504), Verdict.NOT_DONE, Verdict.PERHAPS_DONE),
                row(
                        "hangs",
                        aResponse().withStatus(201).withBody("{}").withFixedDelay(30_000),
                        Verdict.NOT_DONE,
                        Verdict.PERHAPS_DONE),
                row(
                        "dribbles",
                        status(200).withChunkedDribbleDelay(100, 30_000),
                        Verdict.NOT_DONE,
                        Verdict.PERHAPS_DONE),
                row(
                        "cut in the body",
                        aResponse().withStatus(200).withFault(Fault.MALFORMED_RESPONSE_CHUNK),
                        Verdict.NOT_DONE,
                        Verdict.PERHAPS_DONE),
                row("closes", aResponse().withFault(Fault.EMPTY_RESPONSE), Verdict.NOT_DONE, Verdict.PERHAPS_DONE),
                row(
                        "resets",
                        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                        Verdict.NOT_DONE,
                        Verdict.PERHAPS_DONE),
                row(
                        "talks nonsense",
                        aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
                        Verdict.NOT_DONE,
                        Verdict.PERHAPS_DONE),
                row(
                        "success without JSON",
                        aResponse().withStatus(201).withBody("<html>"),
                        Verdict.NOT_DONE,
                        Verdict.PERHAPS_DONE),
                row(
                        "success, JSON cut off",
                        aResponse().withStatus(201).withBody("{\"id\": 5, \"bo"),
                        Verdict.NOT_DONE,
                        Verdict.PERHAPS_DONE),
                row(
                        "success, null",
                        aResponse().withStatus(201).withBody("null"),
                        Verdict.NOT_DONE,
                        Verdict.PERHAPS_DONE),
                row("304 unasked", aResponse().withStatus(304), Verdict.NOT_DONE, Verdict.PERHAPS_DONE),
                row("403 primary limit", primary(403).withHeader("X-RateLimit-Reset", seconds(120)), Verdict.WAIT_121S),
                row("429 primary limit", primary(429).withHeader("X-RateLimit-Reset", seconds(120)), Verdict.WAIT_121S),
                row(
                        "403 primary limit by the host's clock",
                        primary(403)
                                .withHeader("X-RateLimit-Reset", seconds(3720))
                                .withHeader("Date", "Sat, 21 Nov 2026 11:00:00 GMT"),
                        Verdict.WAIT_121S),
                row(
                        "403 primary limit that is just over",
                        primary(403).withHeader("X-RateLimit-Reset", seconds(-5)),
                        Verdict.WAIT_1S),
                row(
                        "403 primary limit of a host with a wrong clock",
                        primary(403).withHeader("X-RateLimit-Reset", seconds(400_000_000)),
                        Verdict.WAIT_2H),
                row(
                        "403 secondary limit with Retry-After",
                        aResponse()
                                .withStatus(403)
                                .withHeader("Retry-After", "30")
                                .withBody(SECONDARY),
                        Verdict.WAIT_30S),
                row(
                        "403 secondary limit in words only",
                        aResponse().withStatus(403).withBody(SECONDARY),
                        Verdict.WAIT_15S),
                row(
                        "403 with an unreadable Retry-After",
                        aResponse()
                                .withStatus(403)
                                .withHeader("Retry-After", "soon")
                                .withBody(SECONDARY),
                        Verdict.WAIT_15S),
                row(
                        "403 secondary limit until a date",
                        aResponse()
                                .withStatus(403)
                                .withHeader("Retry-After", "Sat, 21 Nov 2026 11:00:30 GMT")
                                .withHeader("Date", "Sat, 21 Nov 2026 11:00:00 GMT")
                                .withBody(SECONDARY),
                        Verdict.WAIT_30S),
                row(
                        "403 secondary limit told by a gateway's page",
                        aResponse().withStatus(403).withBody("<html>Too many requests, slow down</html>"),
                        Verdict.WAIT_15S),
                row("408", status(408), Verdict.NOT_DONE, Verdict.PERHAPS_DONE),
                row("429 with Retry-After", status(429).withHeader("Retry-After", "30"), Verdict.WAIT_30S),
                row("429 without a word", aResponse().withStatus(429), Verdict.WAIT_15S),
                row(
                        "422 too fast",
                        aResponse()
                                .withStatus(422)
                                .withBody("{\"errors\":[{\"message\":\"was submitted too quickly\"}]}"),
                        Verdict.WAIT_15S),
                row("400", status(400), Verdict.NOT_ACCEPTABLE),
                row("401", status(401), Verdict.NOT_DONE),
                row("403", status(403).withHeader("X-RateLimit-Remaining", "4999"), Verdict.NOT_ALLOWED),
                row("404", status(404), Verdict.NOT_FOUND),
                row("404 with an ETag", status(404).withHeader("ETag", "\"x\""), Verdict.NOT_FOUND),
                row("409", status(409), Verdict.NOT_ACCEPTABLE),
                row("410", status(410), Verdict.NOT_FOUND),
                row("422", status(422), Verdict.NOT_ACCEPTABLE),
                row("451", status(451), Verdict.NOT_ALLOWED),
                row(
                        "a move elsewhere",
                        status(301).withHeader("Location", "https://evil.example.com/"),
                        Verdict.NOT_FOUND));
    }

    @TestFactory
    Stream<DynamicTest> everyFaultIsSaidInTheLanguageOfCore() {
        return table().stream()
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    Duration timeout = row.name().equals("hangs") || row.name().equals("dribbles")
                            ? Duration.ofMillis(300)
                            : Duration.ofSeconds(20);
                    GitHub github = faulty.github(timeout, () -> new Secret(Faulty.TOKEN));
                    SoftAssertions softly = new SoftAssertions();
                    check(
                            softly,
                            row,
                            "pull",
                            row.read(),
                            () -> github.pullReader().pull(faulty.pull()));
                    check(
                            softly,
                            row,
                            "find",
                            row.read(),
                            () -> github.pullWriter().find(faulty.pull(), "marker"));
                    check(
                            softly,
                            row,
                            "post",
                            row.write(),
                            () -> github.pullWriter().post(faulty.pull(), "body"));
                    check(
                            softly,
                            row,
                            "edit",
                            row.write(),
                            () -> github.pullWriter().edit(faulty.comment(), "body"));
                    check(
                            softly,
                            row,
                            "status",
                            row.write(),
                            () -> github.pullWriter().status(faulty.status()));
                    check(
                            softly,
                            row,
                            "react",
                            row.write(),
                            () -> github.pullWriter().react(faulty.comment(), Reaction.EYES));
                    softly.assertAll();
                }));
    }

    @TestFactory
    Stream<DynamicTest> aPermissionThatCannotBeAskedIsUnknownAndOneThatIsNotThereIsNone() {
        record Answer(int status, Optional<io.tidelock.core.port.host.Permission> permission) {}
        return Stream.of(
                        new Answer(404, Optional.of(io.tidelock.core.port.host.Permission.NONE)),
                        new Answer(403, Optional.of(io.tidelock.core.port.host.Permission.UNKNOWN)),
                        new Answer(401, Optional.empty()),
                        new Answer(500, Optional.empty()))
                .map(answer -> DynamicTest.dynamicTest("" + answer.status(), () -> {
                    faulty.always(status(answer.status()));
                    var reader = faulty.github().pullReader();
                    if (answer.permission().isPresent()) {
                        assertThat(reader.permission(faulty.repo(), Actor.person("walter")))
                                .isEqualTo(answer.permission().get());
                    } else {
                        assertThat(catchThrowable(() -> reader.permission(faulty.repo(), Actor.person("walter"))))
                                .isInstanceOf(Unavailable.class);
                    }
                }));
    }

    private static void check(SoftAssertions softly, Row row, String call, Verdict expected, Runnable work) {
        faulty.always(row.answer());
        Throwable thrown = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> catchThrowable(work::run));
        softly.assertThat(verdict(thrown)).as(call).isEqualTo(expected);
        if (!call.equals("pull") && !call.equals("find")) {
            softly.assertThat(faulty.writes()).as("writes of " + call).isEqualTo(1);
        }
        everyText(thrown, text -> softly.assertThat(text).as(call).doesNotContain(Faulty.TOKEN));
    }

    private static Object verdict(Throwable thrown) {
        return switch (thrown) {
            case Refused refused ->
                switch (refused.kind()) {
                    case NOT_FOUND -> Verdict.NOT_FOUND;
                    case NOT_ALLOWED -> Verdict.NOT_ALLOWED;
                    case NOT_ACCEPTABLE -> Verdict.NOT_ACCEPTABLE;
                };
            case Unavailable unavailable -> verdict(unavailable);
            case null -> "nothing was thrown";
            default -> thrown;
        };
    }

    private static Object verdict(Unavailable it) {
        if (it.perhapsDone()) {
            return Verdict.PERHAPS_DONE;
        }
        Duration wait = it.retryAfter().orElse(Duration.ZERO);
        return switch ((int) wait.toSeconds()) {
            case 0 -> Verdict.NOT_DONE;
            case 1 -> Verdict.WAIT_1S;
            case 30 -> Verdict.WAIT_30S;
            case 15 -> Verdict.WAIT_15S;
            case 121 -> Verdict.WAIT_121S;
            case 7200 -> Verdict.WAIT_2H;
            default -> wait;
        };
    }

    /** Messages and names of the failure and of all that caused it or was suppressed by it. */
    private static void everyText(Throwable failure, Consumer<String> check) {
        List<Throwable> all = new ArrayList<>();
        for (Throwable it = failure; it != null && !all.contains(it); it = it.getCause()) {
            all.add(it);
            check.accept(it.toString());
            all.addAll(List.of(it.getSuppressed()));
        }
    }
}
