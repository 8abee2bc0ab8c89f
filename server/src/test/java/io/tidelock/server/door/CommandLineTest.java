package io.tidelock.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class CommandLineTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Test
    void theVersionIsTold() {
        assertThat(Terminal.run(Map.of(), "version")).isEqualTo(new Terminal(0, "tidelock 1.2.3\n", ""));
    }

    @Test
    void anUnknownWordIsNotUnderstood() {
        Terminal terminal = Terminal.run(Map.of(), "aply");
        assertThat(terminal.code()).isEqualTo(2);
        assertThat(terminal.err())
                .isEqualTo(
                        "tidelock: 'aply' is not a command, expected demo, server, sandbox, doctor, adopt, config, projects or version\n");
    }

    @Test
    void helpListsTheFlagsWithTheirDefaults() {
        Terminal help = Terminal.run(Map.of(), "server", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("--gh-token-file", "--web-token", "[4141]", "[github.com]", "[~/.tidelock]");
    }

    @Test
    void aServerWithoutSettingsSaysAllThatIsMissing() {
        Terminal server = Terminal.run(Map.of(), "server");
        assertThat(server.code()).isEqualTo(1);
        assertThat(server.err())
                .contains(
                        "the server does not start",
                        "--gh-user",
                        "--gh-token",
                        "--gh-webhook-secret",
                        "--repo-allowlist")
                .contains("--insecure-no-webhook-secret");
        assertThat(server.out()).isEmpty();
    }

    @Test
    void aTakenPortIsSaidInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Terminal server = start("--port=" + taken.getLocalPort());
            assertThat(server.code()).isEqualTo(1);
            assertThat(server.err())
                    .contains("port " + taken.getLocalPort() + " of 127.0.0.1", "--port")
                    .doesNotContain("\tat ", "Exception");
            Terminal sandbox = Terminal.run(
                    Map.of(),
                    "sandbox",
                    "--data-dir",
                    data.resolve("forge").toString(),
                    "--http-port",
                    String.valueOf(taken.getLocalPort()));
            assertThat(sandbox.code()).isEqualTo(1);
            assertThat(sandbox.all())
                    .contains(String.valueOf(taken.getLocalPort()))
                    .doesNotContain("\tat ")
                    .hasLineCount(1);
        }
    }

    @Test
    void aFolderInUseIsSaidWithTheProcessThatUsesIt() {
        try (Door first = Door.open(data)) {
            assertThat(first.server.port()).isPositive();
            Terminal second = start();
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err())
                    .contains("in use", String.valueOf(ProcessHandle.current().pid()));
        }
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        Path empty = Files.createFile(data.resolve("empty.pem"));
        assertThat(start("--ca-file=" + empty).err()).contains("empty.pem", "PEM");
        assertThat(start("--ca-file=" + data.resolve("none.pem")).err()).contains("none.pem", "cannot be read");
        assertThat(start("--config=" + data.resolve("none.yaml")).err()).contains("none.yaml", "cannot be read");
    }

    @Test
    void aProxyThatIsNoneIsRefusedWithoutItsPassword() {
        for (String address : List.of("http://me:s3cr3t@proxy.example:80", "http://me:s3 cr3t@x", "socks://s3cr3t")) {
            Terminal server = Terminal.run(
                    Map.of("HTTPS_PROXY", address),
                    Stream.concat(
                                    Stream.of("server"),
                                    Door.flags(data, List.of("--gh-webhook-secret=x"), List.of()).stream())
                            .toArray(String[]::new));
            assertThat(server.code()).isEqualTo(1);
            assertThat(server.err()).contains("HTTPS_PROXY", "http://HOST:PORT").doesNotContain("cr3t");
        }
    }

    @Test
    void theLogTellsHowTheServerStarted() {
        Logger ours = (Logger) LoggerFactory.getLogger("io.tidelock");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ours.addAppender(log);
        try (Door door =
                Door.open(data, "--log-level=info", "--repo-allowlist=forge.example/acme/*,!forge.example/acme/x")) {
            assertThat(door.server.port()).isPositive();
            assertThat(ours.getLevel()).isEqualTo(Level.INFO);
            assertThat(java.util.logging.Logger.getLogger("").getHandlers())
                    .anyMatch(handler -> handler.getClass().getName().contains("SLF4JBridgeHandler"));
        } finally {
            ours.detachAppender(log);
        }
        assertThat(log.list)
                .anySatisfy(line -> assertThat(line.getFormattedMessage())
                        .contains("Tidelock", data.toString(), Door.HOST, "tidelock-bot", "!forge.example/acme/x"))
                .anySatisfy(line -> assertThat(line.getFormattedMessage()).contains("the worker is off"));
    }

    @Test
    void unsignedWebhooksAreBelievedOnlyWhenSomebodyInsistsAndThatIsSaidLoudly() {
        try (Door door = Door.unsigned(data)) {
            assertThat(door.warnings).contains("webhooks are not signed");
            assertThat(door.send(door.event("ping", "1", "{}").setHeader("X-Hub-Signature-256", "none"))
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    private Terminal start(String... more) {
        return Terminal.run(
                Map.of(),
                Stream.concat(
                                Stream.of("server"),
                                Door.flags(data, List.of("--gh-webhook-secret=x"), List.of(more)).stream())
                        .toArray(String[]::new));
    }
}
