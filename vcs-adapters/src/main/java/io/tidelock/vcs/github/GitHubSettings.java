package io.tidelock.vcs.github;

import io.tidelock.core.secret.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which GitHub, and who we are there.
 *
 * @param hostname {@code github.com}; {@code TENANT.ghe.com}; or an Enterprise server, with its port where it has one. Spoken to
 *     by https, unless the name begins with {@code http://}, which is for tests and sandboxes.
 * @param user our own login, for an app {@code SLUG[bot]}. When empty, any author's comment may be taken for ours.
 * @param token asked before every request, so that it may change; a personal access token or an app's installation token
 * @param webhookSecret what deliveries are signed with. When empty, unsigned deliveries are believed: the caller must have
 *     been told to allow that.
 */
public record GitHubSettings(
        String hostname, Optional<String> user, Supplier<Secret> token, Optional<Secret> webhookSecret) {
    /** Throws {@code IllegalArgumentException}, with a sentence for the operator, when the host name is not usable. */
    public GitHubSettings {
        GitHubAddress.of(hostname);
        if (webhookSecret.isPresent() && webhookSecret.get().isEmpty()) {
            throw new IllegalArgumentException("the webhook secret is empty, expected a long random text");
        }
    }

    /** The name that every {@code RepoRef} of this GitHub carries: host and port, without a scheme. */
    public String host() {
        return GitHubAddress.of(hostname).host();
    }

    @Override
    public String toString() {
        return "GitHubSettings[" + hostname + ", user " + user.orElse("unknown") + "]";
    }
}
