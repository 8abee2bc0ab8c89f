package io.tidelock.server.door;

import io.tidelock.server.Server;
import io.tidelock.server.cli.ServerCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A server whose host is not there and whose worker rests: what is left is the door, and the book of what came in. */
final class Door implements AutoCloseable {
    private static final AtomicInteger COMMENTS = new AtomicInteger(10);
    static final String SECRET = "the secret of the door";
    static final String HOST = "forge.example";

    final Server server;
    final String warnings;
    private final Path data;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Door(Path data, List<String> flags) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        this.data = data;
        this.server = ServerCommand.start(
                flags,
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        this.warnings = err.toString(StandardCharsets.UTF_8);
    }

    static Door open(Path data, String... more) {
        return new Door(data, flags(data, List.of("--gh-webhook-secret=" + SECRET), List.of(more)));
    }

    static Door unsigned(Path data) {
        return new Door(data, flags(data, List.of(), List.of("--insecure-no-webhook-secret")));
    }

    static List<String> flags(Path data, List<String> some, List<String> more) {
        List<String> flags = new ArrayList<>(List.of(
                "--gh-hostname=" + HOST,
                "--gh-user=tidelock-bot",
                "--gh-token=nobody",
                "--repo-allowlist=" + HOST + "/acme/*",
                "--data-dir=" + data,
                "--worker=false",
                "--log-level=error",
                "--bind=127.0.0.1",
                "--port=0"));
        flags.addAll(some);
        flags.addAll(more);
        return flags;
    }

    /** A new comment on pull request 7 of a repository. */
    static String comment(String repo, String text) {
        return """
                {"action":"created","repository":{"full_name":"%s"},"sender":{"login":"dev","type":"User"},
                 "issue":{"number":7,"pull_request":{}},
                 "comment":{"id":%d,"user":{"login":"dev","type":"User"},"created_at":"2026-01-02T03:04:05Z","body":"%s"}}
                """.formatted(repo, COMMENTS.incrementAndGet(), text);
    }

    static String signature(String body) {
        return signature("HmacSHA256", "sha256=", body);
    }

    static String signature(String algorithm, String prefix, String body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), algorithm));
            return prefix + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(server.address().resolve(path));
    }

    /** A webhook as GitHub sends it, signed. */
    HttpRequest.Builder event(String kind, String id, String body) {
        return to("/events")
                .header("X-GitHub-Event", kind)
                .header("X-GitHub-Delivery", id)
                .header("X-Hub-Signature-256", signature(body))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    HttpResponse<String> get(String path) {
        return send(to(path));
    }

    /** What the store says, a line for each row, columns parted by {@code |}. */
    List<String> rows(String query) {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("tidelock.db"));
                ResultSet result = db.createStatement().executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getString(i));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
