package io.tidelock.core.port.host;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;

/** Asks a host what is true now. Throws {@code Unavailable} or {@code Refused}. */
public interface PullReader {
    /** The pull request as it is now, never from a cache older than this call. */
    PullRequest pull(PullRef ref);

    /** How people on that host write it where its repository is clear, e.g. {@code #7}. Asks nothing. */
    String reference(PullRef ref);

    /** What {@code actor} may do; UNKNOWN when the host does not say (the person left, the answer is new to us). */
    Permission permission(RepoRef repo, Actor actor);
}
