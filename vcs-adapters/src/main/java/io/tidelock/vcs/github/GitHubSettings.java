package io.tidelock.vcs.github;

import io.tidelock.core.secret.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which GitHub, and who we are there.
 *
 * @param hostname {@code github.com}; {@code TENANT.ghe.com}; or an Enterprise server, with its port where it has one. Spoken to
 *     by https, unless the name begins with {@code http://}, which is for tests and sandboxes.
 * @param identity as whom we come
 * @param webhookSecret what deliveries are signed with. When empty, unsigned deliveries are believed: the caller must have
 *     been told to allow that.
 */
public record GitHubSettings(String hostname, Identity identity, Optional<Secret> webhookSecret) {
    /** Throws {@code IllegalArgumentException}, with a sentence for the operator, when the host name is not usable. */
    public GitHubSettings {
        GitHubAddress.of(hostname);
        if (webhookSecret.isPresent() && webhookSecret.get().isEmpty()) {
            throw new IllegalArgumentException("the webhook secret is empty, expected a long random text");
        }
    }

    /** For a user with a token. */
    public GitHubSettings(
            String hostname, Optional<String> user, Supplier<Secret> token, Optional<Secret> webhookSecret) {
        this(hostname, new Identity.User(user, token), webhookSecret);
    }

    /** The name that every {@code RepoRef} of this GitHub carries: host and port, without a scheme. */
    public String host() {
        return GitHubAddress.of(hostname).host();
    }

    @Override
    public String toString() {
        String who = switch (identity) {
            case Identity.User user -> "user " + user.login().orElse("unknown");
            case Identity.App app -> "app " + app.id();
        };
        return "GitHubSettings[" + hostname + ", " + who + "]";
    }
}
