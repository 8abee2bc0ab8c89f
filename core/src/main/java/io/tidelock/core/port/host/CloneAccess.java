package io.tidelock.core.port.host;

import io.tidelock.core.change.PullRequest;

/** Gives what is needed to fetch a pull request's commits; the credential is fresh at each call. */
public interface CloneAccess {
    GitRemote remote(PullRequest pull);
}
