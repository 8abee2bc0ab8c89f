package io.tidelock.config.operator;

import io.tidelock.config.operator.OperatorSettings.Access;
import io.tidelock.config.operator.OperatorSettings.Commands;
import io.tidelock.config.operator.OperatorSettings.Comments;
import io.tidelock.config.operator.OperatorSettings.Effective;
import io.tidelock.config.operator.OperatorSettings.Host;
import io.tidelock.config.operator.OperatorSettings.Hosts;
import io.tidelock.config.operator.OperatorSettings.Keys;
import io.tidelock.config.operator.OperatorSettings.LogLevel;
import io.tidelock.config.operator.OperatorSettings.Net;
import io.tidelock.config.operator.OperatorSettings.Rules;
import io.tidelock.config.operator.OperatorSettings.Run;
import io.tidelock.config.operator.OperatorSettings.Server;
import io.tidelock.config.operator.OperatorSettings.Teams;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.secret.Secret;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** From what was typed to what it means; everything that is wrong is said. */
final class Meaning {
    private static final String BARE = "bare";
    private static final String MENTION = "@bot";

    private final Sources sources;
    private final Surroundings surroundings;
    private final Typed typed;
    private final RuleMeaning rules;

    /** @param rules the content of the file about repositories, where one is named */
    Meaning(Sources sources, Surroundings surroundings, Optional<OperatorSettings.ConfigFile> rules) {
        this.rules = new RuleMeaning(sources, new Typed(sources, surroundings), rules);
        this.sources = sources;
        this.surroundings = surroundings;
        this.typed = new Typed(sources, surroundings);
    }

    OperatorSettings settings() {
        CommandMeaning commandMeaning = new CommandMeaning(sources, typed, surroundings);
        Commands commands = commandMeaning.commands();
        DoorMeaning door = new DoorMeaning(sources, typed);
        Teams teams = commandMeaning.teams();
        Rules repositories = rules.rules();
        if (repositories.repositories().authority().isPresent() && !teams.equals(Teams.NONE)) {
            sources.warn("'team_authz' says who may do what, so the lists of teams have no effect");
        }
        Hosts hosts = new HostMeaning(sources, typed).hosts();
        if (repositories.repositories().authority().isEmpty()) {
            open(hosts, teams);
        }
        Run run = run(commands);
        OperatorSettings.Merging merging = commandMeaning.merging();
        if (merging.byItself() && !run.applyOn().comment()) {
            sources.warn(typed.name(Setting.AUTOMERGE)
                    + " merges once a comment has had everything applied, and here no comment applies anything before the merge:"
                    + " nothing is merged by itself");
        }
        return new OperatorSettings(
                hosts,
                access(),
                commands,
                teams,
                commandMeaning.requirements(),
                merging,
                repositories,
                comments(),
                door.answers(),
                server(),
                door.web(),
                run,
                new ToolMeaning(typed).tools(),
                keys(),
                net(),
                effective());
    }

    /** Who restricts one host may think that this restricts the other as well. */
    private void open(Hosts hosts, Teams teams) {
        if (hosts.all().size() < 2 || teams.github().isEmpty() == teams.gitlab().isEmpty()) {
            return;
        }
        Setting missing = teams.github().isEmpty() ? Setting.GH_TEAM_ALLOWLIST : Setting.GITLAB_GROUP_ALLOWLIST;
        Setting there = teams.github().isEmpty() ? Setting.GITLAB_GROUP_ALLOWLIST : Setting.GH_TEAM_ALLOWLIST;
        String host = (teams.github().isEmpty() ? hosts.github() : hosts.gitlab())
                .map(Host::hostname)
                .orElse("");
        sources.warn("everybody who may write may do everything on " + host + ": " + typed.name(there)
                + " is not for that host, and " + typed.name(missing) + " is not given");
    }

    private Access access() {
        List<String> patterns = typed.list(Setting.REPO_ALLOWLIST);
        if (patterns.isEmpty()) {
            typed.missing(Setting.REPO_ALLOWLIST, "the repositories to work for, like github.com/acme/*");
        }
        for (String pattern : patterns) {
            RepoAllowlist.fault(pattern)
                    .ifPresent(fault -> typed.problem(
                            Setting.REPO_ALLOWLIST,
                            typed.name(Setting.REPO_ALLOWLIST) + " holds '" + pattern + "', which " + fault,
                            "host/owner/name, with * for any text, like github.com/acme/*",
                            ""));
        }
        return new Access(
                new RepoAllowlist(patterns),
                typed.list(Setting.ALLOW_BOTS),
                typed.truth(Setting.ALLOW_FORK_PRS),
                typed.truth(Setting.ALLOW_DRAFT_PRS));
    }

    /** Who gives a name of its own wants that another server beside this one is left alone, also by bare words. */
    private Comments comments() {
        Optional<String> executable =
                Optional.of(typed.text(Setting.EXECUTABLE_NAME)).filter(name -> !name.isEmpty());
        List<String> words = typed.list(Setting.COMMAND_WORDS);
        boolean alone = executable.isPresent()
                && !executable.get().equals("atlantis")
                && sources.given(Setting.COMMAND_WORDS).isEmpty();
        List<String> counted = alone ? List.of(executable.get(), MENTION) : words;
        if (!alone && executable.isPresent() && !counted.contains(executable.get())) {
            counted = Stream.concat(counted.stream(), executable.stream()).toList();
        }
        List<String> prefixes = counted.stream()
                .filter(word -> !Set.of(BARE, MENTION).contains(word))
                .toList();
        for (String prefix : prefixes) {
            if (!prefix.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
                typed.wrong(
                        executable.equals(Optional.of(prefix)) ? Setting.EXECUTABLE_NAME : Setting.COMMAND_WORDS,
                        "words of letters and digits, 'bare' or '@bot'");
            }
        }
        if (counted.isEmpty()) {
            typed.wrong(Setting.COMMAND_WORDS, "at least one word");
        }
        return new Comments(counted.contains(BARE), prefixes, counted.contains(MENTION));
    }

    private Server server() {
        String bind = typed.text(Setting.BIND);
        if (!bind.matches("[A-Za-z0-9.:_-]+")) {
            typed.wrong(Setting.BIND, "an address of this machine, like 127.0.0.1");
        }
        String status = typed.text(Setting.VCS_STATUS_NAME);
        if (status.isBlank() || status.length() > 100 || status.chars().anyMatch(Character::isISOControl)) {
            typed.wrong(Setting.VCS_STATUS_NAME, "a word of at most 100 letters");
        }
        return new Server(
                bind,
                typed.number(Setting.PORT, 0, 65_535),
                typed.address(Setting.URL),
                typed.path(Setting.DATA_DIR),
                status,
                typed.choice(Setting.LOG_LEVEL, LogLevel.values(), "debug, info, warn or error")
                        .orElse(LogLevel.INFO),
                typed.duration(Setting.SWEEP_INTERVAL),
                typed.truth(Setting.WORKER));
    }

    private Run run(Commands commands) {
        List<String> grants = typed.list(Setting.RUN_ENV);
        for (String grant : grants) {
            if (!grant.matches("[A-Za-z_][A-Za-z0-9_]*\\*?")) {
                typed.wrong(Setting.RUN_ENV, "names of variables, with a * at the end for any rest, like AWS_*");
                break;
            }
        }
        return new Run(
                grants,
                typed.optionalPath(Setting.RUN_HOME),
                sources.given(Setting.PARALLEL_RUNS).isPresent()
                        ? typed.number(Setting.PARALLEL_RUNS, 1, 1000)
                        : Math.max(2, surroundings.processors()),
                applyOn(commands),
                typed.duration(Setting.PLAN_DEADLINE).orElse(Duration.ofHours(1)),
                typed.duration(Setting.APPLY_DEADLINE),
                typed.optionalPath(Setting.TERRAFORM_BINARY));
    }

    /**
     * Who allows no command apply, or not for everything at once, does not want either to be done by merging, unless that is
     * said as well.
     */
    private ApplyOn applyOn(Commands commands) {
        boolean said = sources.given(Setting.APPLY_ON).isPresent();
        ApplyOn given = typed.choice(Setting.APPLY_ON, ApplyOn.values(), "comment, merge, both or never")
                .orElse(ApplyOn.BOTH);
        if (typed.truth(Setting.DISABLE_APPLY)) {
            return ApplyOn.NEVER;
        }
        if (!commands.allowed().contains("apply")) {
            return said && given.merge() ? ApplyOn.MERGE : ApplyOn.NEVER;
        }
        return said || commands.applyAll() ? given : ApplyOn.COMMENT;
    }

    private Keys keys() {
        return new Keys(typed.secret(Setting.ENCRYPTION_KEY, Setting.ENCRYPTION_KEY_FILE));
    }

    private Net net() {
        return new Net(
                typed.optionalPath(Setting.CA_FILE)
                        .or(() -> variable("SSL_CERT_FILE").map(surroundings::path)),
                variable("HTTPS_PROXY").or(() -> variable("https_proxy")).map(Secret::new),
                variable("HTTP_PROXY").or(() -> variable("http_proxy")).map(Secret::new),
                variable("NO_PROXY")
                        .or(() -> variable("no_proxy"))
                        .map(Typed::split)
                        .orElse(List.of()));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(surroundings.environment().get(name)).filter(value -> !value.isBlank());
    }

    private List<Effective> effective() {
        return Arrays.stream(Setting.values())
                .map(setting -> new Effective(setting, typed.shown(setting), typed.origin(setting)))
                .toList();
    }
}
