package io.tidelock.server.cli;

import io.tidelock.config.describe.Description;
import io.tidelock.config.operator.OperatorSettings;
import io.tidelock.config.operator.Setting;
import io.tidelock.config.operator.Surroundings;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.server.Lifetime;
import io.tidelock.server.Server;
import io.tidelock.server.Tempo;
import io.tidelock.server.Wiring;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code tidelock server}: serves until it is told to stop. */
public final class ServerCommand {
    private static final String USAGE = """
            tidelock server — serves a code host until it is told to stop

            Each of these is a flag, a variable (--gh-user is TIDELOCK_GH_USER, or ATLANTIS_GH_USER as before) or a key of
            the --config file; what comes first in this list wins. In brackets what holds when nothing is said.

            """;

    private ServerCommand() {}

    /** Serves until the process is asked to end; 1 when it could not start, with all the reasons printed. */
    static int run(List<String> flags, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (flags.contains("--help") || flags.contains("-h")) {
            out.print(USAGE + Description.ofFlags());
            return 0;
        }
        Server server;
        try {
            server = start(flags, environment, err);
        } catch (NotStarted reasons) {
            reasons.print(err);
            return 1;
        }
        out.println("Tidelock listens on port " + server.port() + " · webhooks on /events · health on /healthz");
        try (server) {
            Lifetime.awaitEnd();
        }
        return 0;
    }

    /** A running server; {@link NotStarted} with every reason why not. */
    public static Server start(List<String> flags, Map<String, String> environment, PrintStream err) {
        return start(flags, environment, Tempo.usual(), err);
    }

    /** The same at another tempo. */
    public static Server start(List<String> flags, Map<String, String> environment, Tempo tempo, PrintStream err) {
        OperatorSettings settings = settings(flags, environment, warning -> err.println("tidelock: " + warning));
        Logs.begin(settings.server().logLevel());
        try {
            return Wiring.start(settings, environment, tempo);
        } catch (Refused refused) {
            throw new NotStarted(List.of(refused.problem()));
        } catch (IllegalArgumentException | Unavailable | UncheckedIOException wrong) {
            throw new NotStarted(List.of(Problem.of(String.valueOf(wrong.getMessage()), "", "")));
        }
    }

    /** What the operator set; {@link NotStarted} with every reason why it cannot hold. */
    static OperatorSettings settings(List<String> flags, Map<String, String> environment, Consumer<String> warn) {
        Surroundings surroundings = new Surroundings(
                environment, Path.of("").toAbsolutePath(), Runtime.getRuntime().availableProcessors());
        Optional<OperatorSettings.ConfigFile> file = OperatorSettings.configFile(flags, surroundings)
                .map(path -> content(path, Setting.CONFIG, "a YAML file of settings"));
        Optional<OperatorSettings.ConfigFile> rules = OperatorSettings.ruleFile(flags, surroundings, file)
                .map(path -> content(path, Setting.REPO_CONFIG, "a YAML file about repositories"));
        return switch (OperatorSettings.read(flags, surroundings, file, rules)) {
            case OperatorSettings.Invalid invalid -> {
                invalid.warnings().forEach(warn);
                throw new NotStarted(invalid.problems());
            }
            case OperatorSettings.Valid valid -> {
                valid.warnings().forEach(warn);
                yield valid.settings();
            }
        };
    }

    private static OperatorSettings.ConfigFile content(Path path, Setting setting, String expected) {
        try {
            return new OperatorSettings.ConfigFile(path.toString(), Files.readAllBytes(path));
        } catch (IOException unreadable) {
            throw new NotStarted(List.of(Problem.of(
                    "the file " + path + " cannot be read",
                    expected,
                    "Correct --" + setting.key() + ": " + unreadable.getMessage())));
        }
    }

    /** The server must not or cannot start. */
    public static final class NotStarted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<Problem> problems;

        NotStarted(List<Problem> problems) {
            super(problems.toString());
            this.problems = List.copyOf(problems);
        }

        List<Problem> problems() {
            return problems;
        }

        void print(PrintStream err) {
            err.println("tidelock: the server does not start:");
            problems.forEach(problem -> err.println("  - " + problem.sentence()));
        }
    }
}
