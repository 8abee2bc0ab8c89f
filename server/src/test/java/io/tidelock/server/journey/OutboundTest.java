package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** API and git, over https with an authority of the forge's own, directly and through a proxy. */
final class OutboundTest {
    private static final Map<String, String> CHANGE = Map.of("a/main.tf", "resource \"terraform_data\" \"a\" {}\n");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void anAuthorityNamedByVariableIsTrustedForApiAndGit() {
        SandboxSettings forge = SandboxSettings.in(folder.resolve("forge"));
        try (World world = new World(
                folder,
                forge,
                List.of(),
                with("SSL_CERT_FILE", folder.resolve("forge/ca.pem").toString()))) {
            planned(world);
        }
    }

    @Test
    void aProxyLeadsToApiAndGit() throws IOException {
        SandboxSettings forge = SandboxSettings.in(folder.resolve("forge")).hostName("forge.example");
        try (TinyProxy proxy = new TinyProxy();
                World world = new World(folder, forge, List.of(), with("HTTPS_PROXY", proxy.address()))) {
            planned(world);
            String place = world.sandbox.httpsUrl().replaceFirst("^https://", "");
            assertThat(place).startsWith("forge.example:");
            assertThat(proxy.asked()).isNotEmpty().containsOnly("CONNECT " + place);
            assertThat(world.sandbox.calls()).anyMatch(call -> call.isGit()).anyMatch(call -> call.isApi());
        }
    }

    @Test
    void whatNeedsNoProxyGoesDirectly() throws IOException {
        try (TinyProxy proxy = new TinyProxy()) {
            Map<String, String> environment = with("HTTPS_PROXY", proxy.address());
            environment.put("NO_PROXY", "unrelated.example,.example");
            SandboxSettings forge = SandboxSettings.in(folder.resolve("forge")).hostName("forge.example");
            try (World world = new World(folder, forge, List.of("--log-level=info"), environment);
                    Listener log = new Listener()) {
                open(world);
                log.await("forge.example");
                assertThat(proxy.asked()).isEmpty();
            }
        }
    }

    @Test
    void anAuthorityThatIsNotTrustedIsNamedInTheLog() {
        Path other;
        try (Sandbox another = Sandbox.start(SandboxSettings.in(folder.resolve("another")))) {
            other = another.caCertificate();
        }
        SandboxSettings forge = SandboxSettings.in(folder.resolve("forge"));
        try (World world =
                        new World(folder, forge, List.of("--ca-file=" + other, "--log-level=info"), System.getenv());
                Listener log = new Listener()) {
            open(world);
            log.await("certificate");
        }
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        List.of("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE")
                .forEach(environment::remove);
        environment.put(name, value);
        return environment;
    }

    private static PullId open(World world) {
        String repo = world.repository(World.REPO, Map.of("README.md", "Infrastructure\n"));
        return world.pull(repo, "more", CHANGE, "More");
    }

    private static void planned(World world) {
        PullId pull = open(world);
        world.quiet();
        assertThat(world.sandbox.latestStatuses(
                        pull.repo(), world.sandbox.pull(pull).headSha()))
                .hasEntrySatisfying(
                        "tidelock/plan", status -> assertThat(status.state()).isEqualTo("success"));
        assertThat(world.sandbox.comments(pull)).hasSize(1);
        assertThat(world.sandbox.comments(pull).getFirst().body()).contains("Plan: 1 to add");
    }

    /** What the server logs. */
    private static final class Listener implements AutoCloseable {
        private final Logger ours = (Logger) LoggerFactory.getLogger("io.tidelock");
        private final ListAppender<ILoggingEvent> log = new ListAppender<>();

        Listener() {
            log.start();
            ours.addAppender(log);
        }

        void await(String words) {
            Awaitility.await(words)
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> List.copyOf(log.list).stream()
                            .anyMatch(line -> line.getFormattedMessage().contains(words)));
        }

        @Override
        public void close() {
            ours.detachAppender(log);
        }
    }
}
