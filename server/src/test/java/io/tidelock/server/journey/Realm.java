package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.CommentView;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.SandboxSettings;
import io.tidelock.sandbox.StatusView;
import io.tidelock.sandbox.fault.Effect;
import io.tidelock.sandbox.hook.Delivery;
import io.tidelock.sandbox.model.Permission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A sandbox forge and, in a process of its own, a server that may die at any time; and what the forge, the disk and the
 * kernel tell of both.
 */
final class Realm implements AutoCloseable {
    private static final String SECRET = "a webhook secret of the crashes";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String BOT = "tidelock-bot";

    final Sandbox sandbox;
    final ServerProcess server;
    private final Path folder;
    private final Map<String, Long> hooks = new ConcurrentHashMap<>();
    private volatile boolean up;
    private volatile Optional<Throwable> breakage = Optional.empty();

    Realm(Path folder) {
        this(folder, List.of());
    }

    Realm(Path folder, List<String> moreFlags) {
        this.folder = folder;
        sandbox = Sandbox.start(
                SandboxSettings.in(folder.resolve("forge")).advertiseHttp().mergeabilityDelay(Duration.ofMillis(50)));
        sandbox.organization("acme", "owner");
        sandbox.user("dev");
        sandbox.user(BOT);
        server = new ServerProcess(
                Stream.concat(
                                Stream.of(
                                        "--gh-hostname=" + sandbox.httpsUrl().replaceFirst("^https://", ""),
                                        "--ca-file=" + sandbox.caCertificate(),
                                        "--gh-user=" + BOT,
                                        "--gh-token=" + sandbox.token(BOT),
                                        "--gh-webhook-secret=" + SECRET,
                                        "--repo-allowlist=*/acme/*",
                                        "--data-dir=" + data(),
                                        "--terraform-binary=" + wrapper()),
                                moreFlags.stream())
                        .toList(),
                folder.resolve("server.log"));
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** A terraform that writes down for which run, where and how it is called, waits while it is told to, and then is terraform. */
    private Path wrapper() {
        try {
            Path script = folder.resolve("terraform");
            Files.writeString(script, """
                    #!/bin/sh
                    printf '%%s\\n' "$TIDELOCK_RUN $PWD $*" >> '%1$s/argv'
                    while [ -e "%1$s/hold-$1" ]; do sleep 0.1; done
                    exec terraform "$@"
                    """.formatted(folder));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createFile(folder.resolve("argv"));
            Files.createDirectories(folder.resolve("outside"));
            return script;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Makes the store of terraform's states, and the host when it is told something, as slow as real ones. */
    void slow(Duration delay) {
        for (String path : List.of("/_terraform/state/", "/statuses/", "/issues/.*comments")) {
            sandbox.faults().next(Integer.MAX_VALUE, "*", path, new Effect.Delay(delay));
        }
    }

    // ---- the server's life

    void start() {
        server.start();
        up = true;
    }

    void kill() {
        up = false;
        server.kill();
    }

    /** SIGKILL to the server, to all its descendants, and to all that was started for its runs. */
    void killAll() {
        up = false;
        server.family().forEach(ProcessHandle::destroyForcibly);
        for (List<Stray> left = strays(); !left.isEmpty(); left = strays()) {
            left.forEach(Stray::kill);
        }
        server.kill();
    }

    void down() {
        up = false;
    }

    /** There is no sense in waiting any more: the server will not come back. */
    void broken(Throwable cause) {
        breakage = Optional.of(cause);
    }

    /** While held, {@code terraform VERB} does not begin. */
    void hold(String verb, boolean held) {
        try {
            if (held) {
                Files.createFile(folder.resolve("hold-" + verb));
            } else {
                Files.deleteIfExists(folder.resolve("hold-" + verb));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    // ---- what people do

    /** A new repository whose one pull request adds a project for each of {@code dirs}, each with a resource that runs {@code command}. */
    PullId pull(String name, List<String> dirs, String command) {
        String repo = sandbox.createRepository("acme", name);
        sandbox.commitFiles(repo, "main", new LinkedHashMap<>(Map.of("README.md", "Begin\n")), "Begin", "dev");
        sandbox.permit(repo, "dev", Permission.WRITE);
        sandbox.permit(repo, BOT, Permission.WRITE);
        hooks.put(repo, sandbox.addWebhook(repo, "http://localhost:" + server.port() + "/events", SECRET, "json"));
        Map<String, String> files = new LinkedHashMap<>();
        for (String dir : dirs) {
            String state = sandbox.stateUrl(state(repo, dir));
            files.put(dir + "/main.tf", """
                    terraform {
                      backend "http" {
                        address        = "%1$s"
                        lock_address   = "%1$s"
                        unlock_address = "%1$s"
                      }
                    }

                    resource "terraform_data" "made" {
                      input = "made"
                      provisioner "local-exec" {
                        command = "%2$s"
                      }
                    }
                    """.formatted(
                            state, command.replace("OUTSIDE", outside(repo, dir).toString())));
        }
        sandbox.moveBranch(repo, "change", Objects.requireNonNull(sandbox.branch(repo, "main")), "dev");
        sandbox.commitFiles(repo, "change", files, "Make it", "dev");
        return sandbox.openPull(repo, "Make it", "change", "main", "dev");
    }

    void comment(PullId pull, String text) {
        sandbox.comment(pull, "dev", text);
    }

    /** What a person does with failed deliveries once the server is back. */
    void redeliver(PullId pull) {
        if (!up) {
            return;
        }
        Map<String, Delivery> last = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Delivery delivery : deliveries(pull)) {
            last.put(delivery.guid(), delivery);
            if (delivery.isOk()) {
                taken.add(delivery.guid());
            }
        }
        if (sandbox.webhooksDelivered()) {
            last.values().stream()
                    .filter(delivery -> !taken.contains(delivery.guid()))
                    .forEach(delivery -> sandbox.redeliver(pull.repo(), delivery));
        }
    }

    /** {@code terraform force-unlock}. */
    void forceUnlock(PullId pull, String dir) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(URI.create(sandbox.stateUrl(state(pull.repo(), dir))))
                            .method("UNLOCK", HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits as a person does: looking, and pressing Redeliver when a delivery has failed. */
    void await(String what, PullId pull, BooleanSupplier seen) {
        Instant until = Instant.now().plus(PATIENCE);
        while (!seen.getAsBoolean()) {
            breakage.ifPresent(cause -> {
                throw new AssertionError("the server could not be killed and started again", cause);
            });
            if (Instant.now().isAfter(until)) {
                throw new AssertionError("no " + what + " within " + PATIENCE + "\n" + account(pull));
            }
            redeliver(pull);
            sleep(Duration.ofMillis(25));
        }
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    // ---- what the host tells

    List<Delivery> deliveries(PullId pull) {
        return sandbox.deliveries(Objects.requireNonNull(hooks.get(pull.repo())));
    }

    boolean heard(PullId pull) {
        return deliveries(pull).stream()
                .anyMatch(delivery -> delivery.event().equals("pull_request") && delivery.isOk());
    }

    /** How many statuses of that context the head has had. */
    int said(PullId pull, String context) {
        return (int) sandbox.statuses(pull.repo(), sandbox.pull(pull).headSha()).stream()
                .filter(status -> status.context().equals(context))
                .count();
    }

    Optional<StatusView> status(PullId pull, String context) {
        return Optional.ofNullable(
                sandbox.latestStatuses(pull.repo(), sandbox.pull(pull).headSha())
                        .get(context));
    }

    boolean is(PullId pull, String context, String state) {
        return status(pull, context)
                .filter(status -> status.state().equals(state))
                .isPresent();
    }

    boolean says(PullId pull, String context, String words) {
        return status(pull, context)
                .filter(status -> String.valueOf(status.description()).contains(words))
                .isPresent();
    }

    /** Planned with changes, and both statuses say so. */
    boolean waitsForApply(PullId pull) {
        return is(pull, "tidelock/plan", "success")
                && (says(pull, "tidelock/apply", "to apply") || says(pull, "tidelock/apply", "merging applies"));
    }

    /** All of it; that merging would apply something is a success, too. */
    boolean applied(PullId pull) {
        return is(pull, "tidelock/apply", "success")
                && says(pull, "tidelock/apply", "applied")
                && !says(pull, "tidelock/apply", "merging");
    }

    List<CommentView> summaries(PullId pull) {
        return sandbox.comments(pull).stream()
                .filter(comment -> comment.author().equals(BOT))
                .filter(comment -> comment.body().contains("<!-- tidelock:summary"))
                .toList();
    }

    // ---- what the disk and the kernel tell

    private static String state(String repo, String dir) {
        return repo.replace('/', '-') + "-" + dir;
    }

    private Path outside(String repo, String dir) {
        return folder.resolve("outside").resolve(state(repo, dir));
    }

    /** What the commands of a project wrote. */
    List<String> written(PullId pull, String dir) {
        Path file = outside(pull.repo(), dir);
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A file beside the one the commands write to. */
    Path beside(PullId pull, String dir, String suffix) {
        return folder.resolve("outside").resolve(state(pull.repo(), dir) + suffix);
    }

    Optional<String> terraformState(PullId pull, String dir) {
        return Optional.ofNullable(sandbox.state(state(pull.repo(), dir)));
    }

    Optional<String> stateLock(PullId pull, String dir) {
        return Optional.ofNullable(sandbox.stateLock(state(pull.repo(), dir)));
    }

    /** The runs that called {@code terraform VERB} in a project, one for each call. */
    List<String> calls(PullId pull, String dir, String verb) {
        String repo = "/" + pull.repo() + ".git/";
        try {
            return Files.readAllLines(folder.resolve("argv")).stream()
                    .map(line -> line.split(" "))
                    .filter(words -> words.length > 2 && words[2].equals(verb))
                    .filter(words -> words[1].contains(repo) && words[1].endsWith("/" + dir))
                    .map(words -> words[0])
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Whether the server had seen the end of a run, as its folder tells. */
    boolean ended(String run) {
        return Files.exists(data().resolve("runs").resolve(run).resolve("ended"));
    }

    List<Stray> strays() {
        return Stray.of(data(), server.pid());
    }

    /** What the database holds that is not at its end. */
    List<String> open() {
        List<String> open = new ArrayList<>();
        try (Connection connection =
                DriverManager.getConnection("jdbc:sqlite:file:" + data().resolve("tidelock.db") + "?mode=ro")) {
            for (String table : List.of("job", "letter", "run")) {
                try (var statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " WHERE ended_at IS NULL")) {
                    while (rows.next()) {
                        List<String> row = new ArrayList<>();
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            row.add(rows.getMetaData().getColumnName(i) + "=" + rows.getString(i));
                        }
                        open.add(table + " " + row);
                    }
                }
            }
            return open;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Nothing runs, nothing is promised, nothing waits to be said, and one comment says how it is. */
    void assertQuiet(PullId pull) {
        await("rest", pull, () -> sandbox.webhooksDelivered() && open().isEmpty() && strays().isEmpty());
        assertThat(summaries(pull)).as(account(pull)).hasSize(1);
        assertThat(summaries(pull).getFirst().body())
                .doesNotContain("being planned")
                .doesNotContain("planning")
                .doesNotContain("running")
                .doesNotContain("applying");
        assertThat(status(pull, "tidelock/plan").orElseThrow().state())
                .as(account(pull))
                .isNotEqualTo("pending");
    }

    /** Everything a person could look at, for a message. */
    String account(PullId pull) {
        StringBuilder text = new StringBuilder();
        for (StatusView status :
                sandbox.statuses(pull.repo(), sandbox.pull(pull).headSha())) {
            text.append(status).append('\n');
        }
        for (CommentView comment : sandbox.comments(pull)) {
            text.append("--- ")
                    .append(comment.author())
                    .append(' ')
                    .append(comment.createdAt())
                    .append(' ')
                    .append(comment.reactions())
                    .append('\n')
                    .append(comment.body())
                    .append('\n');
        }
        text.append("--- deliveries\n");
        for (Delivery delivery : deliveries(pull)) {
            text.append(delivery.deliveredAt())
                    .append(' ')
                    .append(delivery.event())
                    .append(' ')
                    .append(delivery.action())
                    .append(' ')
                    .append(delivery.statusCode())
                    .append(' ')
                    .append(delivery.answer())
                    .append('\n');
        }
        text.append("--- processes\n").append(strays()).append('\n');
        if (Files.exists(data().resolve("tidelock.db"))) {
            text.append("--- open\n").append(String.join("\n", open())).append('\n');
        }
        try (Stream<String> lines = Files.lines(folder.resolve("argv"))) {
            text.append("--- argv\n");
            lines.filter(line -> line.contains("/" + pull.repo() + ".git/"))
                    .forEach(line -> text.append(line).append('\n'));
            List<String> log = Files.readAllLines(folder.resolve("server.log"));
            text.append("--- log\n").append(String.join("\n", log.subList(Math.max(0, log.size() - 60), log.size())));
        } catch (IOException broken) {
            text.append(broken);
        }
        return text.toString();
    }

    @Override
    public void close() {
        server.close();
        strays().forEach(Stray::kill);
        sandbox.close();
    }
}
