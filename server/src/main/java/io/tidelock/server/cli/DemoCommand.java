package io.tidelock.server.cli;

import io.tidelock.core.secret.Secret;
import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.SandboxSettings;
import io.tidelock.server.Lifetime;
import io.tidelock.server.Server;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * {@code tidelock demo}: a server, a sandbox forge, a repository made from the examples, and a pull request. The server
 * is told what any server is told about its host, and knows nothing of the demo.
 */
final class DemoCommand {
    private static final String OWNER = "acme";
    private static final String NAME = "web-shop";
    private static final String REPO = OWNER + "/" + NAME;
    private static final String BRANCH = "more-room";

    private static final int FORGE_PORT = 4180;
    private static final int SERVER_PORT = 4141;
    private static final String USAGE = """
            tidelock demo — a server, a code host on this machine (the sandbox), and a pull request to play with

              --host=github|gitlab whose manners the sandbox has [github]
              --script             plays the story by itself, checks every step, and ends
              --patience=SECONDS   how long the script waits for a step [60]

            Any flag of the server may follow, for example --log-level=debug; see: tidelock server --help
            Without --script the ports 4180 (sandbox) and 4141 (server) are used, with it any free ones.
            """;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    DemoCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** 0 when the script was played to its end or a person stopped the demo; 1 when a step did not happen; 2 as ever. */
    int run(List<String> flags) {
        List<String> rest = new ArrayList<>(flags);
        if (rest.contains("--help") || rest.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        boolean script = rest.remove("--script");
        Optional<DemoHost> host = host(rest);
        if (host.isEmpty()) {
            return 2;
        }
        Duration patience = Duration.ofSeconds(60);
        for (String flag : flags) {
            if (flag.equals("--patience") || flag.startsWith("--patience=")) {
                String seconds = flag.substring(Math.min(flag.length(), "--patience=".length()));
                if (!seconds.matches("[1-9][0-9]{0,4}")) {
                    err.println("tidelock: '" + flag + "' is not understood, expected --patience=SECONDS");
                    return 2;
                }
                patience = Duration.ofSeconds(Long.parseLong(seconds));
                rest.remove(flag);
            }
        }
        try {
            Path folder = Files.createTempDirectory("tidelock-demo-");
            try {
                return run(host.get(), folder, script, patience, rest);
            } finally {
                delete(folder);
            }
        } catch (IOException broken) {
            err.println("tidelock: no folder for the demo: " + broken.getMessage());
            return 1;
        }
    }

    private int run(DemoHost host, Path folder, boolean script, Duration patience, List<String> more) {
        SandboxSettings settings = SandboxSettings.in(folder.resolve("forge")).ports(script ? 0 : FORGE_PORT, 0);
        try (Sandbox sandbox = Sandbox.start(settings)) {
            Secret secret = new Secret(UUID.randomUUID().toString());
            sandbox.user("octavia");
            sandbox.user("tidelock-bot");
            List<String> flags = serverFlags(host, folder, sandbox, secret, script);
            flags.addAll(more);
            try (Server server = ServerCommand.start(flags, host.alone(environment), err);
                    Person person = host.person(sandbox, "octavia")) {
                Stage stage = open(host, sandbox, server, person, secret);
                tell(sandbox, stage);
                if (script) {
                    new Story(person, stage, out, patience).play();
                } else {
                    Lifetime.awaitEnd();
                }
                return 0;
            }
        } catch (ServerCommand.NotStarted reasons) {
            reasons.print(err);
            return 1;
        } catch (StoryFailed failed) {
            err.println();
            err.println("✘ " + failed.getMessage());
            return 1;
        }
    }

    /** Takes {@code --host} out of the flags; empty, and said, when it names no host. */
    private Optional<DemoHost> host(List<String> flags) {
        for (int i = 0; i < flags.size(); i++) {
            if (flags.get(i).equals("--host") || flags.get(i).startsWith("--host=")) {
                String given = flags.remove(i);
                String word = given.contains("=")
                        ? given.substring("--host=".length())
                        : i < flags.size() ? flags.remove(i) : "";
                Optional<DemoHost> host = DemoHost.of(word);
                if (host.isEmpty()) {
                    err.println(
                            "tidelock: '" + word + "' is no host of the demo, expected --host=github or --host=gitlab");
                }
                return host;
            }
        }
        return Optional.of(DemoHost.GITHUB);
    }

    /** What an operator would type for this host. Environment variables of the same names may say otherwise. */
    private List<String> serverFlags(DemoHost host, Path folder, Sandbox sandbox, Secret secret, boolean script) {
        List<String> flags = new ArrayList<>(host.flags(sandbox, "tidelock-bot", secret, environment));
        flags.addAll(List.of(
                "--ca-file=" + sandbox.caCertificate(),
                "--repo-allowlist=*/" + OWNER + "/*",
                "--bind=127.0.0.1",
                "--port=" + (script ? 0 : SERVER_PORT),
                "--data-dir=" + folder.resolve("data")));
        return flags;
    }

    private static Stage open(DemoHost host, Sandbox sandbox, Server server, Person person, Secret secret) {
        Shop shop = new Shop(sandbox.httpUrl());
        host.repository(sandbox, OWNER, NAME);
        sandbox.permit(REPO, "octavia", io.tidelock.sandbox.model.Permission.ADMIN);
        sandbox.permit(REPO, "tidelock-bot", io.tidelock.sandbox.model.Permission.WRITE);
        shop.files().forEach((path, content) -> person.putFile(REPO, "main", path, content, "Add " + path));
        person.addHook(REPO, server.address() + "/events", secret);
        person.createBranch(REPO, BRANCH, person.tip(REPO, "main"));
        shop.change().forEach((path, content) -> person.putFile(REPO, BRANCH, path, content, "Change " + path));
        int pull = person.openPull(REPO, "More room in the shop", BRANCH, "main");
        return new Stage(
                host.kind(),
                REPO,
                pull,
                server.address(),
                URI.create(sandbox.httpUrl() + "/_terraform/state"),
                URI.create(sandbox.httpUrl() + host.page(REPO, pull)));
    }

    private void tell(Sandbox sandbox, Stage stage) {
        out.println("Tidelock      " + stage.server() + "  (webhooks on /events, health on /healthz, locks on /locks)");
        out.println("Sandbox forge " + sandbox.httpUrl() + "  (a code host on this machine, gone when the demo ends)");
        out.printf(
                "%-13s %s%n",
                Character.toUpperCase(stage.kind().charAt(0)) + stage.kind().substring(1), stage.pullPage());
        out.println();
        out.println(
                "It changes two of the three projects of " + stage.repo() + ". Open the page, read the plans, then");
        out.println("comment: tidelock apply -d network      (Ctrl-C ends the demo)");
    }

    private void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException busy) {
            err.println("tidelock: " + folder + " could not be removed: " + busy.getMessage());
        }
    }
}
