package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxCommandTest {
    @TempDir
    @Nullable
    Path folder;

    @Test
    void understandsItsOptions() {
        SandboxSettings settings = SandboxCommand.parse(List.of(
                "--http-port",
                "0",
                "--https-port",
                "9443",
                "--host-name",
                "forge.test",
                "--owner",
                "ann",
                "--http",
                "--data-dir",
                "d"));
        assertThat(settings.httpPort()).isZero();
        assertThat(settings.httpsPort()).isEqualTo(9443);
        assertThat(settings.hostNames()).containsExactly("forge.test");
        assertThat(settings.owner()).isEqualTo("ann");
        assertThat(settings.advertiseHttps()).isFalse();
        assertThat(settings.dataDir()).isEqualTo(Path.of("d"));
        assertThatThrownBy(() -> SandboxCommand.parse(List.of("--https-port", "x")))
                .hasMessageContaining("must be a port");
        assertThatThrownBy(() -> SandboxCommand.parse(List.of("--http-port"))).hasMessageContaining("missing");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(SandboxCommand.run(List.of("--what"), new PrintStream(out, true, StandardCharsets.UTF_8)))
                .isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Unknown option: --what")
                .contains("Usage");
    }

    @Test
    void runsUntilInterruptedAndLeavesOnlyTheAuthority() throws Exception {
        Path data = Objects.requireNonNull(folder).resolve("data");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Thread thread = Thread.ofPlatform()
                .start(() -> SandboxCommand.run(
                        List.of("--http-port", "0", "--https-port", "0", "--data-dir", data.toString()),
                        new PrintStream(out, true, StandardCharsets.UTF_8)));
        await().until(() -> out.toString(StandardCharsets.UTF_8).contains("The sandbox is open."));
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text).contains("ca.pem").contains("owner  ghp_").contains("curl");
        thread.interrupt();
        thread.join();
        try (Stream<Path> left = Files.list(data)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ca.pem", "ca.p12", "app.pem");
        }
    }
}
