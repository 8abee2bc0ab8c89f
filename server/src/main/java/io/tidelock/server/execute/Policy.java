package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.project.ApplyOn;

/**
 * What the operator allows.
 *
 * @param forks whether pull requests from forks are planned
 * @param drafts whether drafts are planned without being asked
 */
public record Policy(boolean forks, boolean drafts, ApplyOn applyOn) {
    /** Whether anything is done for it at all. */
    boolean worksFor(PullRequest pull) {
        return forks || !pull.fromFork();
    }

    /** Merging applies what a person has seen; of a fork, a person of this repository must say so as well. */
    boolean appliesOnMerge(PullRequest pull) {
        return applyOn.merge() && !pull.fromFork();
    }
}
