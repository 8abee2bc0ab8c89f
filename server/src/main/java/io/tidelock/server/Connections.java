package io.tidelock.server;

import io.tidelock.config.operator.OperatorSettings.Host;
import io.tidelock.config.operator.OperatorSettings.Hosts;
import io.tidelock.config.operator.SecretSource;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.Forge;
import io.tidelock.vcs.Forges;
import io.tidelock.vcs.github.GitHub;
import io.tidelock.vcs.github.GitHubSettings;
import io.tidelock.vcs.gitlab.GitLab;
import io.tidelock.vcs.gitlab.GitLabSettings;
import io.tidelock.vcs.http.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Connects to every host that is set up: the part of {@link Wiring} that knows them by their brands. */
final class Connections {
    private Connections() {}

    /** @param read gives a secret as it is now; asked for a token before each request */
    static Forges open(Hosts hosts, Network network, Function<SecretSource, Optional<Secret>> read) {
        Map<String, Forge> forges = new LinkedHashMap<>();
        hosts.github().ifPresent(host -> {
            Optional<Secret> secret = read.apply(host.webhookSecret());
            GitHub github = GitHub.connect(
                    new GitHubSettings(host.hostname(), Optional.of(host.user()), () -> token(host, read), secret),
                    network);
            forges.put(github.host(), github.forge());
        });
        hosts.gitlab().ifPresent(host -> {
            Optional<Secret> secret = read.apply(host.webhookSecret());
            GitLab gitlab = GitLab.connect(
                    new GitLabSettings(host.hostname(), Optional.of(host.user()), () -> token(host, read), secret),
                    network);
            gitlab.warmUp();
            forges.put(gitlab.host(), gitlab.forge());
        });
        return new Forges(forges);
    }

    private static Secret token(Host host, Function<SecretSource, Optional<Secret>> read) {
        return read.apply(host.token()).orElseGet(() -> new Secret(""));
    }
}
