package io.tidelock.server.journey;

import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.SandboxSettings;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.server.Server;
import io.tidelock.server.Tempo;
import io.tidelock.server.cli.ServerCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/**
 * A whole server that gives up and tries again about ten times as soon as in earnest, and a forge at which anything may go wrong. What
 * is tried at the same time has a repository of its own each.
 */
final class Trial implements AutoCloseable {
    static final String BOT = "tidelock-bot";
    static final String SECRET = "a webhook secret of the trials";

    /** A call that takes longer is given up. */
    static final Duration CALL = Duration.ofSeconds(4);

    private static final Tempo QUICK = new Tempo(
            Duration.ofSeconds(4),
            CALL,
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ofMillis(500),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(4));

    final Sandbox sandbox;
    final Server server;
    final Turnstile turnstile;
    final Manners manners;
    private final Path folder;

    Trial(Path folder) throws IOException {
        this(folder, List.of());
    }

    Trial(Path folder, List<String> moreFlags) throws IOException {
        this(folder, Manners.GITHUB, moreFlags);
    }

    /** The last of several flags of the same name counts. */
    Trial(Path folder, Manners manners, List<String> moreFlags) throws IOException {
        this.manners = manners;
        this.folder = Files.createDirectories(folder);
        sandbox = Sandbox.start(
                SandboxSettings.in(folder.resolve("forge")).advertiseHttp().mergeabilityDelay(Duration.ofMillis(50)));
        manners.group(sandbox, "acme");
        sandbox.user("dev");
        sandbox.user(BOT);
        turnstile = new Turnstile(sandbox.httpsUrl());
        Files.createDirectories(folder.resolve("outside"));
        List<String> flags = new ArrayList<>(manners.flags(sandbox, BOT, SECRET));
        flags.addAll(manners.through(turnstile.port()));
        flags.addAll(List.of(
                "--ca-file=" + sandbox.caCertificate(),
                "--repo-allowlist=*/acme/*",
                "--data-dir=" + folder.resolve("data"),
                "--terraform-binary=" + wrapper(),
                "--parallel-runs=4",
                "--log-level=error",
                "--port=0"));
        flags.addAll(moreFlags);
        server = ServerCommand.start(flags, Map.of("PATH", String.valueOf(System.getenv("PATH"))), QUICK, System.err);
    }

    /** A terraform that writes down for which repository it is called, waits while it is told to, and then is terraform. */
    private Path wrapper() throws IOException {
        Path script = folder.resolve("terraform");
        Files.writeString(script, """
                #!/bin/sh
                name=$(printf '%%s' "$PWD" | sed 's|.*/acme/\\([^/]*\\)\\.git/.*|\\1|')
                printf '%%s\\n' "$name $*" >> '%1$s/argv'
                while [ -e "%1$s/hold-$name-$1" ]; do sleep 0.05; done
                exec terraform "$@"
                """.formatted(folder));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createFile(folder.resolve("argv"));
        return script;
    }

    /** A new repository, hooked to the server. */
    Place place(String name) {
        return place(name, server.address() + "/events");
    }

    /** A new repository whose webhooks go elsewhere. */
    Place place(String name, String hookUrl) {
        String repo = manners.repository(sandbox, "acme", name);
        sandbox.commitFiles(repo, "main", Map.of("README.md", "Begin\n"), "Begin", "dev");
        sandbox.permit(repo, "dev", Permission.WRITE);
        sandbox.permit(repo, BOT, Permission.WRITE);
        return new Place(this, repo, manners.hook(sandbox, repo, hookUrl, SECRET));
    }

    void quiet() {
        Awaitility.await("quiet")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sandbox.webhooksDelivered() && server.quiet());
    }

    /** What the commands of this repository's resources wrote. */
    List<String> written(String repo) {
        Path file = outside(repo);
        return Files.exists(file) ? lines(file) : List.of();
    }

    Path outside(String repo) {
        return folder.resolve("outside").resolve(name(repo));
    }

    /** How often {@code terraform VERB} was called in this repository. */
    int calls(String repo, String verb) {
        return (int) lines(folder.resolve("argv")).stream()
                .filter(line -> (line + " ").startsWith(name(repo) + " " + verb + " "))
                .count();
    }

    /** The processes of runs that are alive. */
    List<Stray> strays() {
        return Stray.of(folder.resolve("data"), ProcessHandle.current().pid());
    }

    /** While held, {@code terraform VERB} does not begin in this repository. */
    void hold(String repo, String verb, boolean held) {
        try {
            Path file = folder.resolve("hold-" + name(repo) + "-" + verb);
            if (held) {
                Files.createFile(file);
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Where the forge keeps a repository. */
    Path git(String repo) {
        AtomicReference<String> name = new AtomicReference<>("");
        sandbox.change(repo, it -> name.set(it.folder));
        try (var paths = Files.walk(folder.resolve("forge"))) {
            return paths.filter(path -> path.endsWith(name.get())).findFirst().orElseThrow();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What the API answers now. */
    String api(String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.httpUrl() + path))
                    .header("Authorization", "Bearer " + sandbox.token(BOT))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static String name(String repo) {
        return repo.substring(repo.indexOf('/') + 1);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        server.close();
        turnstile.close();
        sandbox.close();
    }
}
