package io.tidelock.benchmarks.scene;

import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.SandboxSettings;
import io.tidelock.sandbox.fault.Effect;
import io.tidelock.sandbox.model.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A forge in this process, a server in another, and somebody who types the bare commands. */
public final class Scene implements AutoCloseable {
    static final String BOT = "tidelock-bot";
    static final String DEV = "dev";
    public static final String SECRET = "a webhook secret of the benchmarks";

    private final Path folder;
    private final Sandbox sandbox;
    private final ServerProcess server;
    private final Raw raw;
    private int repositories;

    private Scene(Path folder, Sandbox sandbox, ServerProcess server, Raw raw) {
        this.folder = folder;
        this.sandbox = sandbox;
        this.server = server;
        this.raw = raw;
    }

    public static Scene open(Path folder, ServerProcess.Build build, List<String> more) throws IOException {
        Sandbox sandbox = Sandbox.start(SandboxSettings.in(folder.resolve("forge"))
                .advertiseHttp()
                .rateLimit(10_000_000)
                .mergeabilityDelay(Duration.ofMillis(50)));
        sandbox.organization("acme", "owner");
        sandbox.user(DEV);
        sandbox.user(BOT);
        List<String> flags = new ArrayList<>(List.of(
                "--gh-hostname=" + sandbox.httpsUrl().replaceFirst("^https://", ""),
                "--ca-file=" + sandbox.caCertificate(),
                "--gh-user=" + BOT,
                "--gh-token=" + sandbox.token(BOT),
                "--gh-webhook-secret=" + SECRET,
                "--repo-allowlist=*/acme/*",
                "--sweep-interval=0",
                "--data-dir=" + folder.resolve("data")));
        flags.addAll(more);
        Path bare = Files.createDirectories(folder.resolve("bare"));
        Raw raw = new Raw(new Programs(folder.resolve("home")), bare);
        return new Scene(folder, sandbox, new ServerProcess(build, flags, folder.resolve("server.log")), raw);
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public ServerProcess server() {
        return server;
    }

    public Raw raw() {
        return raw;
    }

    /** Where the server keeps its rows. */
    public Path store() {
        return folder.resolve("data").resolve("tidelock.db");
    }

    /** A new repository, hooked to the server, with these files on main. */
    public Repository repository(Map<String, String> files) {
        String name = sandbox.createRepository("acme", "infra-" + ++repositories);
        sandbox.commitFiles(name, "main", Map.copyOf(files), "Begin", DEV);
        sandbox.permit(name, DEV, Permission.WRITE);
        sandbox.permit(name, BOT, Permission.WRITE);
        return new Repository(this, name, sandbox.addWebhook(name, server.events(), SECRET, "json"));
    }

    /** The server is started, and has planned and applied often enough to be at its usual speed. */
    public Scene warm(int times) {
        server.start();
        Projects project = Projects.of(4);
        for (int i = 0; i < times; i++) {
            Repository repository = repository(project.files(0));
            Repository.Change change = repository.open("change", project.files(1));
            repository.push(change, project.files(2));
            repository.apply(change);
        }
        return this;
    }

    /** From now on every call to the API takes so much longer; zero for no longer. */
    public void delay(Duration time) {
        sandbox.faults().clear();
        if (!time.isZero()) {
            sandbox.faults().next(Integer.MAX_VALUE, "*", "^/api/", new Effect.Delay(time));
        }
    }

    @Override
    public void close() {
        server.close();
        sandbox.close();
    }
}
