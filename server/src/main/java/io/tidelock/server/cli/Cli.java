package io.tidelock.server.cli;

import io.tidelock.core.port.Unavailable;
import io.tidelock.sandbox.SandboxCommand;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands behind {@code ./tidelock WORD}. */
public final class Cli {
    private static final Logger LOG = LoggerFactory.getLogger(Cli.class);
    private static final String USAGE = """
            tidelock — plans and applies Terraform on pull requests

              tidelock demo [--script]     a server, a code host on this machine, and a pull request to play with
              tidelock server [flags]      serve a real host; --help lists the flags
              tidelock sandbox [flags]     the code host alone; --help lists the flags
              tidelock doctor [flags]      whether a server with these settings can work, and what to do where not
              tidelock adopt --repo R      have a running server plan what was open before it came
              tidelock config check [FILE] what is wrong with a configuration file
              tidelock config explain      what holds here, and where that was said
              tidelock projects            what a pull request from this clone would plan, and why
              tidelock version             which version this is
              ./tidelock test              (in a checkout) build everything and run all tests
            """;

    private final String version;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    public Cli(String version, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.version = version;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Does what the first word says; gives the exit code: 0 well, 1 not done, 2 not understood. */
    public int run(List<String> arguments) {
        try {
            return obey(arguments);
        } catch (RuntimeException trouble) {
            LOG.debug("here it stopped", trouble);
            err.println("tidelock: " + line(trouble));
            return 1;
        }
    }

    private int obey(List<String> arguments) {
        String word = arguments.isEmpty() ? "help" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        return switch (word) {
            case "server" -> ServerCommand.run(rest, environment, out, err);
            case "demo" -> new DemoCommand(environment, out, err).run(rest);
            case "sandbox" -> SandboxCommand.run(rest, out);
            case "doctor" -> new DoctorCommand(environment, out, err).run(rest);
            case "adopt" -> new AdoptCommand(environment, out, err).run(rest);
            case "config" -> new ConfigCommand(Path.of("").toAbsolutePath(), environment, out, err).run(rest);
            case "projects" -> new ProjectsCommand(Path.of("").toAbsolutePath(), out, err).run(rest);
            case "version", "--version" -> {
                out.println("tidelock " + version);
                yield 0;
            }
            case "help", "--help", "-h" -> {
                out.print(USAGE);
                yield 0;
            }
            default -> {
                err.println(
                        "tidelock: '" + word
                                + "' is not a command, expected demo, server, sandbox, doctor, adopt, config, projects or version");
                yield 2;
            }
        };
    }

    /** The world's doing says what happened; a bug also says what it is, since its message is for programmers. */
    private static String line(RuntimeException trouble) {
        String said = String.valueOf(trouble.getMessage()).replaceAll("\\s+", " ");
        return trouble instanceof UncheckedIOException || trouble instanceof Unavailable
                ? said
                : "stopped by a fault of its own, " + trouble.getClass().getSimpleName() + ": " + said
                        + " (TIDELOCK_LOG_LEVEL=debug shows where)";
    }
}
