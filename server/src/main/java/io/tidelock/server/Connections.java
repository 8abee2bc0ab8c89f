package io.tidelock.server;

import io.tidelock.config.operator.OperatorSettings.GitHubApp;
import io.tidelock.config.operator.OperatorSettings.Host;
import io.tidelock.config.operator.OperatorSettings.Hosts;
import io.tidelock.config.operator.OperatorSettings.Teams;
import io.tidelock.config.operator.SecretSource;
import io.tidelock.core.command.TeamRule;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.Forge;
import io.tidelock.vcs.Forges;
import io.tidelock.vcs.Inspector;
import io.tidelock.vcs.github.GitHub;
import io.tidelock.vcs.github.GitHubSettings;
import io.tidelock.vcs.github.Identity;
import io.tidelock.vcs.gitlab.GitLab;
import io.tidelock.vcs.gitlab.GitLabSettings;
import io.tidelock.vcs.http.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to every host that is set up: the part of {@link Wiring} that knows them by their brands.
 *
 * @param names what we are called on them, each once, where that is known
 * @param nameless asks for the name that is not known yet, if there is one
 * @param teams who may give which commands, by the name of the host
 */
record Connections(
        Forges forges,
        List<String> names,
        Optional<Supplier<Optional<String>>> nameless,
        Map<String, List<TeamRule>> teams) {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** @param read gives a secret as it is now; asked for a token before each request */
    static Connections open(Hosts hosts, Teams rules, Network network, Function<SecretSource, Optional<Secret>> read) {
        Map<String, Forge> forges = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        List<Supplier<Optional<String>>> nameless = new ArrayList<>();
        Map<String, List<TeamRule>> teams = new HashMap<>();
        hosts.github().ifPresent(host -> {
            GitHub github = github(host, hosts.app(), network, read);
            name(host, github).ifPresentOrElse(names::add, () -> nameless.add(github::author));
            forges.put(github.host(), github.forge());
            teams.put(github.host(), rules.github());
        });
        hosts.gitlab().ifPresent(host -> {
            GitLab gitlab = gitlab(host, network, read);
            gitlab.warmUp();
            names.add(host.user());
            forges.put(gitlab.host(), gitlab.forge());
            teams.put(gitlab.host(), rules.gitlab());
        });
        return new Connections(
                new Forges(forges),
                names.stream().distinct().toList(),
                nameless.stream().findFirst(),
                teams);
    }

    /** Those who look whether all is as it should be, a host each. Nothing is sent. */
    static List<Inspector> inspectors(Hosts hosts, Network network, Function<SecretSource, Optional<Secret>> read) {
        return Stream.concat(
                        hosts.github().stream()
                                .map(host ->
                                        github(host, hosts.app(), network, read).inspector()),
                        hosts.gitlab().stream()
                                .map(host -> gitlab(host, network, read).inspector()))
                .toList();
    }

    private static GitHub github(
            Host host, Optional<GitHubApp> app, Network network, Function<SecretSource, Optional<Secret>> read) {
        Identity identity = app.<Identity>map(it -> new Identity.App(
                        Long.toString(it.id()),
                        () -> now(it.key(), read),
                        it.installation().isPresent()
                                ? Optional.of(it.installation().getAsLong())
                                : Optional.empty(),
                        it.slug(),
                        it.checks()))
                .orElseGet(() -> new Identity.User(Optional.of(host.user()), () -> now(host.token(), read)));
        return GitHub.connect(new GitHubSettings(host.hostname(), identity, read.apply(host.webhookSecret())), network);
    }

    private static GitLab gitlab(Host host, Network network, Function<SecretSource, Optional<Secret>> read) {
        return GitLab.connect(
                new GitLabSettings(
                        host.hostname(),
                        Optional.of(host.user()),
                        () -> now(host.token(), read),
                        read.apply(host.webhookSecret())),
                network);
    }

    /** An App need not be told its own name: the host knows it, if it can be asked now. */
    private static Optional<String> name(Host host, GitHub github) {
        if (!host.user().isEmpty()) {
            return Optional.of(host.user());
        }
        try {
            return github.author();
        } catch (Unavailable | Refused trouble) {
            LOG.warn(
                    "the name of our GitHub App is not known yet, so mentions of it are not read; it is asked for again"
                            + " (--gh-app-slug would tell it): {}",
                    trouble.getMessage());
            return Optional.empty();
        }
    }

    private static Secret now(SecretSource source, Function<SecretSource, Optional<Secret>> read) {
        return read.apply(source).orElseGet(() -> new Secret(""));
    }
}
