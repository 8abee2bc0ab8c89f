package io.tidelock.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventsTest {
    private static final String ORDER = Door.comment("acme/infra", "tidelock plan");

    @SuppressWarnings("NullAway.Init")
    private Door door;

    @BeforeAll
    void open(@TempDir Path data) {
        door = Door.open(data);
    }

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    void aSignedWebhookIsPromisedBeforeItIsAnswered() {
        HttpResponse<String> answer =
                door.send(door.event("issue_comment", "good", Door.comment("acme/infra", "tidelock plan")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("promised\n");
        assertThat(door.rows("SELECT kind, repo, times_seen, job IS NOT NULL FROM delivery WHERE id = 'good'"))
                .containsExactly("issue_comment.created|forge.example/acme/infra|1|1");
    }

    @Test
    void aCommentThatComesByAnotherDeliveryPromisesNothingMore() {
        String comment = Door.comment("acme/infra", "tidelock plan");
        door.send(door.event("issue_comment", "one-hook", comment));
        HttpResponse<String> other = door.send(door.event("issue_comment", "other-hook", comment));
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).isEqualTo("recorded; this was seen before\n");
        assertThat(door.rows(
                        "SELECT job IS NULL, verdict LIKE 'heard before: %' FROM delivery WHERE id = 'other-hook'"))
                .containsExactly("1|1");
    }

    @Test
    void aFormIsReadLikeJson() {
        String form = "payload=" + URLEncoder.encode(ORDER, StandardCharsets.UTF_8);
        HttpResponse<String> answer = door.send(door.event("issue_comment", "form", form)
                .setHeader("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void theSameDeliveryAgainIsRecordedAndPromisesNothingMore() {
        door.send(door.event("issue_comment", "twice", ORDER));
        int jobs = door.rows("SELECT id FROM job").size();
        HttpResponse<String> again = door.send(door.event("issue_comment", "twice", ORDER));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("seen before");
        assertThat(door.rows("SELECT times_seen FROM delivery WHERE id = 'twice'"))
                .containsExactly("2");
        assertThat(door.rows("SELECT id FROM job")).hasSize(jobs);
    }

    @Test
    void aWrongSignatureIsNotBelieved() {
        HttpResponse<String> answer = door.send(door.event("issue_comment", "wrong", ORDER)
                .setHeader("X-Hub-Signature-256", Door.signature("another")));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(door.rows("SELECT id FROM delivery WHERE id = 'wrong'")).isEmpty();
    }

    @Test
    void sha1AloneIsNotBelieved() {
        HttpResponse<String> answer = door.send(door.to("/events")
                .header("X-GitHub-Event", "issue_comment")
                .header("X-GitHub-Delivery", "sha1")
                .header("X-Hub-Signature", Door.signature("HmacSHA1", "sha1=", ORDER))
                .POST(HttpRequest.BodyPublishers.ofString(ORDER)));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("X-Hub-Signature-256");
    }

    @Test
    void whatIsNotWholeIsMalformed() {
        assertThat(door.send(door.event("issue_comment", "cut", "{\"action\":")).statusCode())
                .isEqualTo(400);
        assertThat(door.send(door.event("issue_comment", "", ORDER)).statusCode())
                .isEqualTo(400);
        HttpResponse<String> unnamed = door.send(door.to("/events").POST(HttpRequest.BodyPublishers.ofString(ORDER)));
        assertThat(unnamed.statusCode()).isEqualTo(400);
    }

    @Test
    void aMissingDeliveryIdIsMalformed() {
        HttpResponse<String> answer = door.send(door.to("/events")
                .header("X-GitHub-Event", "issue_comment")
                .header("X-Hub-Signature-256", Door.signature(ORDER))
                .POST(HttpRequest.BodyPublishers.ofString(ORDER)));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("X-GitHub-Delivery");
    }

    @Test
    void whatConcernsNobodyIsRecordedAndSilent() {
        assertThat(door.send(door.event("ping", "ping", "{}")).statusCode()).isEqualTo(202);
        assertThat(door.send(door.event("sponsorship", "new", "{}")).statusCode())
                .isEqualTo(202);
        HttpResponse<String> stranger =
                door.send(door.event("issue_comment", "stranger", Door.comment("other/infra", "tidelock plan")));
        assertThat(stranger.statusCode()).isEqualTo(202);
        assertThat(door.rows(
                        "SELECT id, job IS NULL FROM delivery WHERE id IN ('ping', 'new', 'stranger') ORDER BY id"))
                .containsExactly("new|1", "ping|1", "stranger|1");
    }

    @Test
    void moreThanGitHubSendsIsTooLong() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", door.server.port())) {
            socket.setSoTimeout(10_000);
            write(socket, "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 26214401\r\n\r\n{");
            assertThat(firstLine(socket)).contains(" 413 ");
        }
    }

    @Test
    void moreThanGitHubSendsIsTooLongAlsoWhenItDoesNotSaySo() throws IOException {
        byte[] mebibyte = new byte[1 << 20];
        try (Socket socket = new Socket("127.0.0.1", door.server.port())) {
            socket.setSoTimeout(10_000);
            write(socket, "POST /events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 25; i++) {
                write(socket, "100000\r\n");
                out.write(mebibyte);
                write(socket, "\r\n");
            }
            write(socket, "1\r\nx\r\n");
            assertThat(firstLine(socket)).contains(" 413 ");
        }
    }

    @Test
    void theLongestThatGitHubSendsIsRead() {
        String long25 = "{\"pad\":\"" + "x".repeat((25 << 20) - 10) + "\"}";
        assertThat(long25).hasSize(25 << 20);
        assertThat(door.send(door.event("star", "long", long25)).statusCode()).isEqualTo(202);
    }

    @Test
    void onlyPostIsServed() {
        assertThat(door.get("/events").statusCode()).isIn(404, 405);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String firstLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
