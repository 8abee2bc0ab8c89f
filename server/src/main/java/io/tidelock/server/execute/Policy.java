package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.Requirement;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the operator allows.
 *
 * @param forks whether pull requests from forks are planned
 * @param drafts whether drafts are planned without being asked
 * @param vetoes what keeps single pull requests from being planned or unlocked
 * @param merging whether and how pull requests are merged by us
 * @param unserved why a pull request is not worked on at all; empty when it is
 */
public record Policy(
        boolean forks,
        boolean drafts,
        ApplyOn applyOn,
        Vetoes vetoes,
        Merging merging,
        Function<PullRequest, Optional<String>> unserved) {
    /** Without vetoes. */
    public Policy(boolean forks, boolean drafts, ApplyOn applyOn, Function<PullRequest, Optional<String>> unserved) {
        this(forks, drafts, applyOn, Vetoes.NONE, Merging.ON_REQUEST, unserved);
    }

    /** Nothing is merged by us where its repository does not ask for it. */
    public Policy(
            boolean forks,
            boolean drafts,
            ApplyOn applyOn,
            Vetoes vetoes,
            Function<PullRequest, Optional<String>> unserved) {
        this(forks, drafts, applyOn, vetoes, Merging.ON_REQUEST, unserved);
    }

    /** The same that merges like this. */
    public Policy merging(Merging other) {
        return new Policy(forks, drafts, applyOn, vetoes, other, unserved);
    }

    /** Every pull request is served. */
    public Policy(boolean forks, boolean drafts, ApplyOn applyOn) {
        this(forks, drafts, applyOn, pull -> Optional.empty());
    }

    /** Whether anything is done for it at all. */
    boolean worksFor(PullRequest pull) {
        return (forks || !pull.fromFork()) && unserved.apply(pull).isEmpty();
    }

    /** What must be asked of the host, where it is required: a comment needs all of it, a merge that it was approved. */
    Set<Requirement> matters(PullRequest pull) {
        return applyOn == ApplyOn.NEVER
                ? Set.of()
                : applyOn.comment() || pull.merged()
                        ? Set.of(Requirement.APPROVED, Requirement.MERGEABLE)
                        : Set.of(Requirement.APPROVED);
    }

    /** A comment that has all of it applied has it merged; the repository's word goes before the operator's. */
    boolean mergesOnceApplied(PullRequest pull, RepoSettings settings) {
        return pull.open() && applyOn.comment() && settings.merges().orElse(merging.byItself());
    }

    /** Merging applies what a person has seen; of a fork, a person of this repository must say so as well. */
    boolean appliesOnMerge(PullRequest pull) {
        return applyOn.merge() && !pull.fromFork() && unserved.apply(pull).isEmpty();
    }
}
