package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.SandboxSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What must never be shown, looked for wherever anything is shown or kept. */
final class SecretsTest {
    private static final String WEB_TOKEN = "marked-web-token-5f1c";
    private static final String KEY =
            Base64.getEncoder().encodeToString("marked-key-marked-key-marked-key".getBytes(StandardCharsets.US_ASCII));
    private static final String OTHER = "marked-variable-of-the-server-77aa";
    private static final String GRANTED = "marked-granted-password-31bd";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void noSecretIsShownOrKept() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("TIDELOCK_WEB_TOKEN", WEB_TOKEN);
        environment.put("TIDELOCK_ENCRYPTION_KEY", KEY);
        environment.put("SOME_PASSWORD", OTHER);
        environment.put("TF_VAR_password", GRANTED);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        Map<String, String> shown = new LinkedHashMap<>();
        String token;
        try (World world = new World(
                folder,
                SandboxSettings.in(folder.resolve("forge")),
                List.of("--log-level=debug", "--run-env=TF_VAR_*", "--terraform-binary=" + tellingTerraform()),
                environment)) {
            token = world.sandbox.token("tidelock-bot");
            String repo = world.repository(World.REPO, Map.of("README.md", "Infrastructure\n"));
            PullId pull = world.pull(repo, "more", Map.of("a/main.tf", """
                    variable "password" {}
                    resource "terraform_data" "a" {
                      provisioner "local-exec" {
                        command = "env; echo the password is $TF_VAR_password; exit 1"
                      }
                    }
                    output "leak" { value = var.password }
                    """), "More");
            world.quiet();
            world.sandbox.comment(pull, "dev", "tidelock apply");
            world.quiet();
            assertThat(world.sandbox.comments(pull))
                    .anyMatch(comment -> comment.body().contains("terraform_data.a"));
            shown.put("comments", world.sandbox.comments(pull).toString());
            shown.put(
                    "statuses",
                    world.sandbox
                            .statuses(repo, world.sandbox.pull(pull).headSha())
                            .toString());
            List<String> runs = names(folder.resolve("data/runs"));
            assertThat(runs).hasSizeGreaterThanOrEqualTo(2);
            for (String run : runs) {
                shown.put("page of " + run, get(world, "/runs/" + run));
                shown.put("log of " + run, get(world, "/runs/" + run + "/log"));
            }
            assertThat(shown.values()).anyMatch(text -> text.contains("the password is ***"));
            shown.put("locks", get(world, "/locks"));
            shown.put("health", get(world, "/readyz"));
        } finally {
            root.detachAppender(log);
        }
        List<String> lines = new ArrayList<>();
        log.list.forEach(line -> lines.add(line.getFormattedMessage() + " " + line.getThrowableProxy()));
        shown.put("log", String.join("\n", lines));
        shown.put("argv of terraform", Files.readString(folder.resolve("told-argv")));
        String environ = Files.readString(folder.resolve("told-environ"), StandardCharsets.ISO_8859_1);
        assertThat(environ).contains("TF_VAR_password=" + GRANTED, "HOME=");
        shown.put("environment of terraform", environ.replace(GRANTED, ""));
        kept(folder.resolve("data"), shown);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
                .isEqualTo("rwx------");

        List<String> secrets = List.of(
                token,
                Base64.getEncoder().encodeToString(("x-access-token:" + token).getBytes(StandardCharsets.UTF_8)),
                Base64.getEncoder().encodeToString(("tidelock-bot:" + token).getBytes(StandardCharsets.UTF_8)),
                World.SECRET,
                WEB_TOKEN,
                KEY,
                "marked-key-marked",
                OTHER,
                GRANTED);
        assertThat(shown.entrySet().stream()
                        .flatMap(place -> secrets.stream()
                                .filter(secret -> place.getValue().contains(secret))
                                .map(secret -> secret + " in " + place.getKey()))
                        .toList())
                .isEmpty();
    }

    /** Every file below the folder but those that terraform itself must read or has just written, which SECURITY.md names. */
    private static void kept(Path data, Map<String, String> shown) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = Objects.requireNonNull(file.getFileName()).toString();
                boolean ofTerraform = file.startsWith(data.resolve("runs"))
                        || file.startsWith(data.resolve("trees")) && name.contains(".tfstate");
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                shown.put(data.relativize(file).toString(), ofTerraform ? text.replace(GRANTED, "") : text);
            }
        }
    }

    private Path tellingTerraform() throws IOException {
        Path script = folder.resolve("telling-terraform");
        Files.writeString(script, """
                #!/bin/sh
                printf '%%s\\n' "$*" >> '%1$s/told-argv'
                cat /proc/$$/environ >> '%1$s/told-environ' 2>/dev/null || env >> '%1$s/told-environ'
                exec terraform "$@"
                """.formatted(folder));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(
                            child -> Objects.requireNonNull(child.getFileName()).toString())
                    .toList();
        }
    }

    private static String get(World world, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(world.server.address().resolve(path))
                            .header("Authorization", "Bearer " + WEB_TOKEN)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return answer.body() + answer.headers().map();
        }
    }
}
