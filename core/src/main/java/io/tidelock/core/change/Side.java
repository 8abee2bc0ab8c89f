package io.tidelock.core.change;

import java.util.Optional;

/**
 * One end of a pull request.
 *
 * @param repo empty when the repository is gone (a deleted fork)
 * @param branch short name of the branch, as the host gives it
 * @param sha the commit the host names for this end; for the base it may lag behind the branch
 */
public record Side(Optional<RepoRef> repo, String branch, CommitSha sha) {}
