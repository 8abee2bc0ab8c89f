package io.tidelock.vcs.github;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.http.CloneAddress;
import java.util.Optional;

/** Says where to fetch from and hands out the token for it, but for the configured host only. */
final class GitHubClones implements CloneAccess {
    private final GitHubAddress address;
    private final Login login;

    GitHubClones(GitHubAddress address, Login login) {
        this.address = address;
        this.login = login;
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
                ours ? Optional.of(login.gitUser()) : Optional.empty(),
                ours ? Optional.of(token(pull.ref().repo())) : Optional.empty(),
                refs + "/head",
                refs + "/merge");
    }

    private Secret token(RepoRef repo) {
        return login.token(repo.owner(), Optional.of(repo.name()));
    }
}
