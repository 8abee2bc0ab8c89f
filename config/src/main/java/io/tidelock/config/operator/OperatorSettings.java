package io.tidelock.config.operator;

import io.tidelock.config.compat.Compat;
import io.tidelock.config.repo.Terms;
import io.tidelock.config.rules.RepoRules;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.command.TeamRule;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Distribution;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.Search;
import io.tidelock.core.secret.Secret;
import io.tidelock.core.words.Reaction;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the operator set, a record for each concern.
 *
 * @param teams who may give which commands, beyond what the host says
 * @param effective every setting with its value, secrets as stars, and where it came from
 */
public record OperatorSettings(
        Hosts hosts,
        Access access,
        Commands commands,
        Teams teams,
        Requirements requirements,
        Merging merging,
        Rules rules,
        Comments comments,
        Answers answers,
        Server server,
        Web web,
        Run run,
        Tools tools,
        Keys keys,
        Net net,
        List<Effective> effective) {
    /**
     * The hosts that we work on; one at least.
     *
     * @param app what we are on GitHub where we have no login with a token; its host has then an empty user and no token
     * @param organisation that a new GitHub App is to belong to
     */
    public record Hosts(
            Optional<Host> github, Optional<Host> gitlab, Optional<GitHubApp> app, Optional<String> organisation) {
        public List<Host> all() {
            return Stream.concat(github.stream(), gitlab.stream()).toList();
        }
    }

    /**
     * @param key the private key as PEM text, which has several lines
     * @param installation empty when it is to be found for each repository
     * @param slug its name in addresses; empty when it is to be asked for
     * @param checks whether statuses are said as check runs
     */
    public record GitHubApp(
            long id, SecretSource key, OptionalLong installation, Optional<String> slug, boolean checks) {
        public GitHubApp(long id, SecretSource key, OptionalLong installation, Optional<String> slug) {
            this(id, key, installation, slug, false);
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
     * What comments and pushes set going.
     *
     * @param allowed the commands that count, as they are typed
     * @param applyAll whether a comment may apply without naming a project
     * @param autoplan whether pull requests are planned by themselves
     * @param noAutoplanLabel which label keeps one from that
     * @param noUnlockLabel which label keeps one from being unlocked by a comment
     * @param blockedArguments that no comment may give to terraform
     * @param variableFiles directories outside of the repository whose files a comment may name; absolute
     * @param hooksMustSucceed whether nothing runs when a hook before it failed
     */
    public record Commands(
            Set<String> allowed,
            boolean applyAll,
            boolean autoplan,
            Optional<String> noAutoplanLabel,
            Optional<String> noUnlockLabel,
            List<String> blockedArguments,
            List<Path> variableFiles,
            boolean hooksMustSucceed) {}

    /** Which teams of a host may give which commands; an empty list restricts nobody. */
    public record Teams(List<TeamRule> github, List<TeamRule> gitlab) {
        static final Teams NONE = new Teams(List.of(), List.of());
    }

    /**
     * What must hold.
     *
     * @param mergeableWithoutApply whether our own missing status of apply keeps nothing from being mergeable
     * @param ignoredStatuses first parts of the names of others' statuses that do not keep from merging either
     * @param discardApprovals whether a comment that plans anew takes back approvals
     */
    public record Requirements(boolean mergeableWithoutApply, List<String> ignoredStatuses, boolean discardApprovals) {}

    /**
     * @param byItself whether a pull request is merged when all of it is applied, where its repository does not say
     * @param method empty for what the repository does by default
     * @param vetoLabel which label keeps a pull request from being merged by us
     */
    public record Merging(boolean byItself, Optional<MergeMethod> method, Optional<String> vetoLabel) {}

    /**
     * What holds for repositories.
     *
     * @param search how projects are found where nobody says otherwise
     * @param madeFiles whether files that hooks make count as changed
     * @param locks false when no project is ever locked, whatever anybody says
     * @param abreast which runs of one pull request may go side by side, where its file does not say
     * @param fromBase whether what weakens rules is taken from the file as the base branch has it
     */
    public record Rules(
            RepoRules repositories,
            Search search,
            boolean madeFiles,
            boolean locks,
            Place.Abreast abreast,
            boolean fromBase) {
        /** What holds for one repository. */
        public Terms terms(RepoRef repo) {
            return repositories.terms(repo, search).running(abreast);
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
     * What is said, and how.
     *
     * @param reaction the first sign on a comment
     * @param folded whether long texts are folded
     * @param withoutProjects whether a comment that means no project gets an answer
     * @param statusWithoutProjects whether a commit that touches no project gets a status
     * @param statusDetail which statuses a commit gets
     */
    public record Answers(
            Reaction reaction,
            boolean folded,
            boolean withoutProjects,
            boolean statusWithoutProjects,
            StatusDetail statusDetail) {}

    public enum StatusDetail {
        /** One for the plan and one for the apply of all. */
        TOTAL,
        /** And the same for each project. */
        PROJECT
    }

    /**
     * Who may look at our pages, and what their door is made of.
     *
     * @param token opens them; without it and a login they are for loopback only
     */
    public record Web(SecretSource token, Optional<Login> login, Optional<Certificate> certificate) {}

    public record Login(String user, SecretSource password) {}

    /** PEM files. */
    public record Certificate(Path chain, Path key) {}

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

    /**
     * Which programs run where nobody says otherwise.
     *
     * @param version with three numbers, like 1.9.8; empty for what is installed
     * @param download whether what is asked for and not there is downloaded
     * @param downloads where versions of terraform are; without a slash at the end
     * @param providerCache whether downloaded providers are kept for all projects together
     */
    public record Tools(
            Distribution distribution,
            Optional<String> version,
            boolean download,
            URI downloads,
            boolean providerCache) {}

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

    /**
     * The server must not start.
     *
     * @param warnings are to be said as well
     * @param asFar what was understood nevertheless, for people to look at
     */
    public record Invalid(List<Problem> problems, List<String> warnings, OperatorSettings asFar) implements Reading {}

    /** The rules about teams that hold for a repository, by its host. */
    public List<TeamRule> teams(RepoRef repo) {
        boolean gitlab = hosts.gitlab()
                .map(host -> host.hostname().replaceFirst("^https?://", "").replaceFirst("/$", ""))
                .filter(repo.host()::equalsIgnoreCase)
                .isPresent();
        return gitlab ? teams.gitlab() : teams.github();
    }

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
        return read(Compat.load(), arguments, surroundings, file, rules);
    }

    /** @param compat says which settings are not there yet */
    static Reading read(
            Compat compat,
            List<String> arguments,
            Surroundings surroundings,
            Optional<ConfigFile> file,
            Optional<ConfigFile> rules) {
        Sources sources = new Sources(compat);
        file.ifPresent(sources::takeFile);
        sources.takeVariables(surroundings.environment());
        sources.takeArguments(arguments);
        OperatorSettings settings = new Meaning(sources, surroundings, rules).settings();
        return sources.problems().isEmpty()
                ? new Valid(settings, sources.warnings())
                : new Invalid(sources.problems(), sources.warnings(), settings);
    }
}
