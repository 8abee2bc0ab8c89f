package io.tidelock.vcs.gitlab;

import io.tidelock.core.secret.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which GitLab, and who we are there.
 *
 * @param hostname {@code gitlab.com}, or a server of one's own, with its port where it has one; or its address with
 *     {@code http://} or {@code https://}. Spoken to by https when it does not say.
 * @param user our own user name. When empty, any author's note may be taken for ours.
 * @param token asked before every request, so that it may change; a personal, group or project access token
 * @param webhookSecret the token that webhooks bring along. When empty, anybody's are believed: the caller must have been told to
 *     allow that.
 */
public record GitLabSettings(
        String hostname, Optional<String> user, Supplier<Secret> token, Optional<Secret> webhookSecret) {
    /** Throws {@code IllegalArgumentException}, with a sentence for the operator, when the host name is not usable. */
    public GitLabSettings {
        GitLabAddress.of(hostname);
        if (webhookSecret.isPresent() && webhookSecret.get().isEmpty()) {
            throw new IllegalArgumentException("the webhook token is empty, expected a long random text");
        }
    }

    /** The name that every {@code RepoRef} of this GitLab carries: host and port, without a scheme. */
    public String host() {
        return GitLabAddress.of(hostname).host();
    }

    @Override
    public String toString() {
        return "GitLabSettings[" + hostname + ", user " + user.orElse("unknown") + "]";
    }
}
