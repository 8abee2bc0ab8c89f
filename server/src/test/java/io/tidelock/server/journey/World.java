package io.tidelock.server.journey;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.SandboxSettings;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.server.Server;
import io.tidelock.server.cli.ServerCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A whole Tidelock with a sandbox forge beside it: real git, real webhooks, real terraform, nothing pretended. */
final class World implements AutoCloseable {
    static final String REPO = "acme/infra";
    static final String SECRET = "a webhook secret of the journeys";

    final Sandbox sandbox;
    Server server;
    private final Path folder;
    private final Path wrapper;
    private final Manners manners;
    private final Map<String, String> environment;

    World(Path folder, List<String> moreFlags) {
        this(folder, Manners.GITHUB, moreFlags);
    }

    World(Path folder, Manners manners, List<String> moreFlags) {
        this(folder, manners, SandboxSettings.in(folder.resolve("forge")).advertiseHttp(), moreFlags, System.getenv());
    }

    /** The last of several flags of the same name counts, so {@code moreFlags} may say otherwise than we do. */
    World(Path folder, SandboxSettings forge, List<String> moreFlags, Map<String, String> environment) {
        this(folder, Manners.GITHUB, forge, moreFlags, environment);
    }

    private World(
            Path folder,
            Manners manners,
            SandboxSettings forge,
            List<String> moreFlags,
            Map<String, String> environment) {
        this.folder = folder;
        this.manners = manners;
        this.environment = environment;
        sandbox = Sandbox.start(forge.mergeabilityDelay(Duration.ofMillis(50)));
        manners.group(sandbox, "acme");
        for (String user : List.of("dev", "reader", "tidelock-bot")) {
            sandbox.user(user);
        }
        wrapper = wrapper();
        server = start(moreFlags);
    }

    /** Stops the server and starts another on the same data, at another port: webhooks find nobody there. */
    void restart(List<String> moreFlags) {
        server.close();
        server = start(moreFlags);
    }

    private Server start(List<String> moreFlags) {
        List<String> flags = new ArrayList<>(List.of(
                "--repo-allowlist=*/acme/*",
                "--data-dir=" + folder.resolve("data"),
                "--terraform-binary=" + wrapper,
                "--sweep-interval=0", // transcripts tell every kind of call, and when a sweep comes is chance
                "--log-level=warn",
                "--port=0"));
        if (!sandbox.caCertificate().toString().equals(environment.get("SSL_CERT_FILE"))) {
            flags.add("--ca-file=" + sandbox.caCertificate());
        }
        flags.addAll(manners.flags(sandbox, "tidelock-bot", SECRET));
        flags.addAll(moreFlags);
        return ServerCommand.start(flags, environment, System.err);
    }

    /** A terraform that writes down how it is called and then is terraform. */
    private Path wrapper() {
        try {
            Path script = folder.resolve("terraform");
            Files.writeString(
                    script,
                    "#!/bin/sh\nprintf '%s\\n' \"terraform $*\" >> '" + folder.resolve("argv")
                            + "'\nexec terraform \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createFile(folder.resolve("argv"));
            return script;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Makes the repository from a folder, with its hook and its people. */
    String repository(String fullName, Map<String, String> files) {
        String[] parts = fullName.split("/", 2);
        String repo = manners.repository(sandbox, parts[0], parts[1]);
        sandbox.commitFiles(repo, "main", new HashMap<>(files), "Begin", "dev");
        sandbox.permit(repo, "dev", Permission.WRITE);
        sandbox.permit(repo, "reader", Permission.READ);
        sandbox.permit(repo, "tidelock-bot", Permission.WRITE);
        manners.hook(sandbox, repo, server.address() + "/events", SECRET);
        return repo;
    }

    /** Somebody who may write, in a team of their own. */
    void team(String name, String login) {
        sandbox.user(login);
        sandbox.permit(REPO, login, Permission.WRITE);
        manners.team(sandbox, "acme", name, login);
    }

    /** From now on main takes merges only with these checks; a host that knows no single checks wants the whole pipeline. */
    void require(List<String> checks) {
        boolean named = manners == Manners.GITHUB;
        sandbox.protect(
                REPO, "main", new Protection(named, false, named ? checks : List.of(), false, 0, false, false, true));
        sandbox.change(REPO, repo -> repo.pipelinesMustSucceed = true);
    }

    /** Commits on a branch off main and opens a pull request. */
    PullId pull(String repo, String branch, Map<String, String> files, String title) {
        commit(repo, branch, files, title);
        return sandbox.openPull(repo, title, branch, "main", "dev");
    }

    String commit(String repo, String branch, Map<String, String> files, String message) {
        if (sandbox.branch(repo, branch) == null) {
            sandbox.moveBranch(repo, branch, java.util.Objects.requireNonNull(sandbox.branch(repo, "main")), "dev");
        }
        return sandbox.commitFiles(repo, branch, new HashMap<>(files), message, "dev");
    }

    /** Waits until every webhook has arrived, every promise is kept and every word is said. */
    void quiet() {
        Awaitility.await("quiet")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> sandbox.webhooksDelivered() && server.quiet() && sandbox.webhooksDelivered());
    }

    /** How terraform was called so far, one line a process. */
    List<String> processes() {
        try {
            return Files.readAllLines(folder.resolve("argv"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Path folder() {
        return folder;
    }

    /** Who holds which lock, as the server tells it. */
    String locks() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String json = http.send(
                            HttpRequest.newBuilder(server.address().resolve("/locks"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return json.replaceAll(",\"since\":\"[^\"]*\"", "").replaceAll("\"host\":\"[^\"]*\",", "");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** All files below a folder of test resources, with {@code SANDBOX} replaced by the sandbox's address. */
    Map<String, String> files(Path root) {
        Map<String, String> files = new HashMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(
                        root.relativize(path).toString().replace('\\', '/'),
                        Files.readString(path, StandardCharsets.UTF_8)
                                .replace("SANDBOX", sandbox.httpUrl())
                                .replace("OUTSIDE", folder.resolve("outside").toString()));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return files;
    }

    @Override
    public void close() {
        server.close();
        sandbox.close();
    }
}
