package io.tidelock.core.job;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;

/** Jobs of one lane run one after the other, in the order they were accepted. A pull request is a lane. */
public record Lane(RepoRef repo, int number) {
    public static Lane of(PullRef pull) {
        return new Lane(pull.repo(), pull.number());
    }

    /** The lane of things that concern a repository and none of its pull requests. */
    public static Lane of(RepoRef repo) {
        return new Lane(repo, 0);
    }
}
