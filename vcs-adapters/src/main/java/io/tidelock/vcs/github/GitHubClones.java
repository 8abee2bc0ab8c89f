package io.tidelock.vcs.github;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.vcs.http.CloneAddress;
import java.util.Optional;

/** Says where to fetch from and hands out the token for it, but for the configured host only. Sends nothing. */
final class GitHubClones implements CloneAccess {
    private final GitHubAddress address;
    private final Optional<String> user;
    private final TokenAuthorization authorization;

    GitHubClones(GitHubAddress address, Optional<String> user, TokenAuthorization authorization) {
        this.address = address;
        this.user = user;
        this.authorization = authorization;
    }

    @Override
    public GitRemote remote(PullRequest pull) {
        if (!pull.ref().repo().host().equals(address.host())) {
            throw new IllegalArgumentException("not a pull request of " + address.host() + ": " + pull.ref());
        }
        boolean ours = new CloneAddress(address.host(), address.cloud(), "GitHub").owns(pull.cloneUrl());
        String refs = "refs/pull/" + pull.ref().number();
        return new GitRemote(
                pull.cloneUrl(),
                ours ? Optional.of(user.orElse("x-access-token")) : Optional.empty(),
                ours ? Optional.of(authorization.now()) : Optional.empty(),
                refs + "/head",
                refs + "/merge");
    }
}
