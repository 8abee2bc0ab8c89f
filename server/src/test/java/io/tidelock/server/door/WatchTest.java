package io.tidelock.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import io.javalin.router.ParsedEndpoint;
import io.tidelock.server.Server;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WatchTest {
    private static final List<String> GUARDED = List.of("/locks", "/runs/none", "/runs/none/log");

    @SuppressWarnings("NullAway.Init")
    private Door local;

    @SuppressWarnings("NullAway.Init")
    private Door guarded;

    @BeforeAll
    void open(@TempDir Path data) {
        local = Door.open(data.resolve("local"), "--terraform-binary=" + data.resolve("no-terraform"));
        guarded = Door.open(data.resolve("guarded"), "--web-token=open sesame");
    }

    @AfterAll
    void close() {
        local.close();
        guarded.close();
    }

    @Test
    void healthIsForEverybody() {
        for (Door door : List.of(local, guarded)) {
            HttpResponse<String> answer = door.send(door.to("/healthz").header("X-Forwarded-For", "192.0.2.1"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
        }
        assertThat(guarded.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void whatTheServerIsAtIsToldInNumbersOnly() {
        HttpResponse<String> answer = guarded.send(guarded.to("/status").header("X-Forwarded-For", "192.0.2.1"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .matches("\\{\"shutting_down\":false,\"in_progress_operations\":0,\"version\":\"[^\"]+\"}");
    }

    @Test
    void aMissingTerraformIsNamedWhileTheServerServes() {
        HttpResponse<String> ready = local.get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("no-terraform");
        assertThat(local.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(local.send(local.event("issue_comment", "m", Door.comment("acme/infra", "plan")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoSitsAtThisMachineMayLookWhileNoTokenIsSet() {
        assertThat(local.get("/locks").body()).isEqualTo("{\"locks\":[]}");
        assertThat(local.get("/runs/none").statusCode()).isEqualTo(404);
        assertThat(local.get("/runs/..%2f..%2fkey").statusCode()).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host"})
    void whoCameThroughAProxyIsElsewhere(String header) {
        for (String path : GUARDED) {
            assertThat(local.send(local.to(path).header(header, "127.0.0.1")).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    @Test
    void aForeignNameForThisMachineIsElsewhere() throws IOException {
        assertThat(raw(local, "GET /locks HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(raw(local, "GET /locks HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(raw(local, "GET http://localhost/locks HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .doesNotStartWith("HTTP/1.1 200");
        assertThat(raw(local, "GET /locks HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void theTokenOpensAndNothingElse() {
        assertThat(guarded.get("/locks").statusCode()).isEqualTo(401);
        assertThat(with("Bearer open sesame")).isEqualTo(200);
        assertThat(with("Basic " + base64("anyone:open sesame"))).isEqualTo(200);
        for (String wrong : List.of(
                "Bearer ",
                "Bearer open",
                "Basic " + base64("open sesame:"),
                "Basic ???",
                "Basic " + base64(":"),
                "open sesame")) {
            assertThat(with(wrong)).as(wrong).isEqualTo(401);
        }
    }

    @Test
    void aLoginOpensAndThisMachineIsNoExceptionThen(@TempDir Path data) {
        try (Door door = Door.open(data, "--web-basic-auth", "--web-username=ann", "--web-password=open sesame")) {
            assertThat(door.get("/locks").statusCode()).isEqualTo(401);
            assertThat(door.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(status(door, "Basic " + base64("ann:open sesame"))).isEqualTo(200);
            for (String wrong : List.of(
                    "Basic " + base64("bob:open sesame"),
                    "Basic " + base64("ann:open"),
                    "Basic " + base64("ann"),
                    "Basic " + base64("annopen sesame"),
                    "Bearer open sesame")) {
                assertThat(status(door, wrong)).as(wrong).isEqualTo(401);
            }
        }
    }

    private static int status(Door door, String authorization) {
        return door.send(door.to("/locks").header("Authorization", authorization))
                .statusCode();
    }

    @Test
    void answersThatSayNoAreShortAndPlain() throws IOException {
        for (HttpResponse<String> no : List.of(
                guarded.get("/locks"),
                guarded.send(guarded.to("/locks").header("Accept", "application/json")),
                local.get("/nothing"),
                local.send(local.to("/nothing").header("Accept", "text/html")),
                local.get("/runs/none"),
                local.send(local.to("/locks").DELETE()),
                local.send(local.to("/events").PUT(HttpRequest.BodyPublishers.noBody())),
                local.get("/runs/%2e%2e/x%00"))) {
            assertThat(no.statusCode()).isBetween(400, 499);
            assertThat(no.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
            assertThat(no.body()).hasSizeLessThan(200).doesNotContainIgnoringCase("jetty", "javalin", "\tat ", "<html");
            assertThat(no.headers().firstValue("Server")).isEmpty();
        }
        assertThat(raw(local, "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .doesNotContainIgnoringCase("jetty", "<html", "Server:");
        assertThat(raw(local, "NONSENSE\r\n\r\n")).doesNotContainIgnoringCase("jetty", "<html", "Server:");
    }

    @Test
    void onlyWebhooksAndHealthAreOpenOfAllThatIsServed() throws ReflectiveOperationException {
        Field http = Server.class.getDeclaredField("http");
        http.setAccessible(true);
        List<String> open = new ArrayList<>();
        int walked = 0;
        for (ParsedEndpoint route : ((Javalin) http.get(local.server)).unsafe.internalRouter.allHttpHandlers()) {
            if (!route.endpoint.method.isHttpMethod()) {
                continue; // what comes before or after the routes
            }
            walked++;
            String path = route.endpoint.path.replaceAll("[{<][^}>]*[}>]", "none");
            String method = route.endpoint.method.name();
            int status = local.send(local.to(path)
                            .header("X-Forwarded-For", "192.0.2.1")
                            .method(method, HttpRequest.BodyPublishers.ofString("")))
                    .statusCode();
            if (status != 401) {
                open.add(method + " " + path);
            }
        }
        assertThat(open).containsExactlyInAnyOrder("POST /events", "GET /healthz", "GET /readyz", "GET /status");
        assertThat(walked).isGreaterThanOrEqualTo(6);
    }

    private int with(String authorization) {
        return guarded.send(guarded.to("/locks").header("Authorization", authorization))
                .statusCode();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String raw(Door door, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", door.server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
