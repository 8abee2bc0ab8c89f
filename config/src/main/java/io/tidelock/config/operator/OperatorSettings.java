package io.tidelock.config.operator;

import io.tidelock.config.compat.Compat;
import io.tidelock.config.repo.Terms;
import io.tidelock.config.rules.RepoRules;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Search;
import io.tidelock.core.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the operator set, a record for each concern.
 *
 * @param effective every setting with its value, secrets as stars, and where it came from
 */
public record OperatorSettings(
        Hosts hosts,
        Access access,
        Rules rules,
        Comments comments,
        Server server,
        Run run,
        Keys keys,
        Net net,
        List<Effective> effective) {
    /** The hosts that we work on; one at least. */
    public record Hosts(Optional<Host> github, Optional<Host> gitlab) {
        public List<Host> all() {
            return Stream.concat(github.stream(), gitlab.stream()).toList();
        }
    }

    /**
     * A host and our account there.
     *
     * @param hostname with a port where it has one of its own; of GitLab also with a scheme
     * @param allowUnsigned true when webhooks without a signature are believed
     */
    public record Host(
            String hostname, String user, SecretSource token, SecretSource webhookSecret, boolean allowUnsigned) {}

    /** For whom we work. */
    public record Access(RepoAllowlist repositories, List<String> bots, boolean forks, boolean drafts) {}

    /**
     * What holds for repositories.
     *
     * @param search how projects are found where nobody says otherwise
     */
    public record Rules(RepoRules repositories, Search search) {
        /** What holds for one repository. */
        public Terms terms(RepoRef repo) {
            return repositories.terms(repo, search);
        }
    }

    /**
     * Which first words make a comment a command.
     *
     * @param bare whether the command may stand by itself
     * @param prefixes words before the command, the one to show first
     * @param mention whether a mention of our login counts
     */
    public record Comments(boolean bare, List<String> prefixes, boolean mention) {}

    /**
     * @param port 0 for any free one
     * @param url without a slash at the end; empty when it follows from the port
     * @param statusName the first part of the names of our commit statuses
     * @param sweepInterval between two comparisons of the repositories with the host; empty for none at all
     * @param worker false when work is accepted and not done
     */
    public record Server(
            String bind,
            int port,
            Optional<URI> url,
            Path dataDir,
            SecretSource webToken,
            String statusName,
            LogLevel logLevel,
            Optional<Duration> sweepInterval,
            boolean worker) {}

    public enum LogLevel {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /**
     * @param grants names of variables that runs may see; a {@code *} at the end stands for any rest
     * @param parallel runs at a time
     * @param applyDeadline empty when an apply may take as long as it needs
     * @param terraform empty when it is looked for on the PATH
     */
    public record Run(
            List<String> grants,
            Optional<Path> home,
            int parallel,
            ApplyOn applyOn,
            Duration planDeadline,
            Optional<Duration> applyDeadline,
            Optional<Path> terraform) {}

    /** @param encryption what plans and states are stored with; absent when it is made on the first start */
    public record Keys(SecretSource encryption) {}

    /** How to reach the world. A proxy's address may hold a password. */
    public record Net(
            Optional<Path> caFile, Optional<Secret> httpsProxy, Optional<Secret> httpProxy, List<String> noProxy) {}

    /**
     * @param value for people: secrets as stars
     * @param origin for people: a flag, a variable, a line of a file, or "default"
     */
    public record Effective(Setting setting, String value, String origin) {}

    /** The content of the operator's file. */
    public record ConfigFile(String name, byte[] bytes) {}

    /** What reading gave. */
    public sealed interface Reading {}

    /** Nothing is wrong; {@code warnings} are to be logged. */
    public record Valid(OperatorSettings settings, List<String> warnings) implements Reading {}

    /** The server must not start. */
    public record Invalid(List<Problem> problems) implements Reading {}

    public OperatorSettings {
        effective = List.copyOf(effective);
    }

    /** The file that flags or variables name, to be read by the caller and handed to {@link #read}. */
    public static Optional<Path> configFile(List<String> arguments, Surroundings surroundings) {
        Sources sources = new Sources(Compat.load());
        sources.takeVariables(surroundings.environment());
        sources.takeArguments(arguments);
        return sources.given(Setting.CONFIG).map(given -> surroundings.path(given.text()));
    }

    /** The file about repositories, to be read by the caller and handed to {@link #read}. */
    public static Optional<Path> ruleFile(
            List<String> arguments, Surroundings surroundings, Optional<ConfigFile> file) {
        Sources sources = new Sources(Compat.load());
        file.ifPresent(sources::takeFile);
        sources.takeVariables(surroundings.environment());
        sources.takeArguments(arguments);
        return sources.given(Setting.REPO_CONFIG).map(given -> surroundings.path(given.text()));
    }

    /** As {@link #read(List, Surroundings, Optional, Optional)}, where no file about repositories is named. */
    public static Reading read(List<String> arguments, Surroundings surroundings, Optional<ConfigFile> file) {
        return read(arguments, surroundings, file, Optional.empty());
    }

    /**
     * Flags go before {@code TIDELOCK_} variables, those before {@code ATLANTIS_} ones, those before the file, that before
     * defaults.
     *
     * @param rules the content of {@link #ruleFile}
     */
    public static Reading read(
            List<String> arguments, Surroundings surroundings, Optional<ConfigFile> file, Optional<ConfigFile> rules) {
        Sources sources = new Sources(Compat.load());
        file.ifPresent(sources::takeFile);
        sources.takeVariables(surroundings.environment());
        sources.takeArguments(arguments);
        OperatorSettings settings = new Meaning(sources, surroundings, rules).settings();
        return sources.problems().isEmpty() ? new Valid(settings, sources.warnings()) : new Invalid(sources.problems());
    }
}
