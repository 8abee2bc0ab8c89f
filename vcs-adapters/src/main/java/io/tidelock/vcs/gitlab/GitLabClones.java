package io.tidelock.vcs.gitlab;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.vcs.http.CloneAddress;
import java.util.Optional;

/** Says where to fetch from and hands out the token for it, but for the configured host only. Sends nothing. */
final class GitLabClones implements CloneAccess {
    /** Any name will do beside a token; this one is documented for every kind. */
    private static final String USER = "oauth2";

    private final GitLabAddress address;
    private final Token token;

    GitLabClones(GitLabAddress address, Token token) {
        this.address = address;
        this.token = token;
    }

    @Override
    public GitRemote remote(PullRequest pull) {
        if (!pull.ref().repo().host().equals(address.host())) {
            throw new IllegalArgumentException("not a merge request of " + address.host() + ": " + pull.ref());
        }
        boolean ours = new CloneAddress(address.host(), address.cloud(), "GitLab").owns(pull.cloneUrl());
        String refs = "refs/merge-requests/" + pull.ref().number();
        return new GitRemote(
                pull.cloneUrl(),
                ours ? Optional.of(USER) : Optional.empty(),
                ours ? Optional.of(token.now()) : Optional.empty(),
                refs + "/head",
                refs + "/merge");
    }
}
