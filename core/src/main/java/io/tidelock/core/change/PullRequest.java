package io.tidelock.core.change;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A pull request as the host described it at one moment.
 *
 * @param cloneUrl http(s) address of the base repository, as the host gives it, without credentials
 * @param testMerge the commit the host made by merging head into base, where it names one: to try it while the pull request is
 *     open, for good when it is merged
 * @param mergedAt when it was merged, by the host's clock, often in whole seconds; empty unless it is merged and the host says
 * @param mergedBy who merged it, or had the host do so; empty unless it is merged and the host says
 */
public record PullRequest(
        PullRef ref,
        String title,
        String webUrl,
        String cloneUrl,
        State state,
        boolean draft,
        Actor author,
        Side head,
        Side base,
        Set<String> labels,
        Optional<CommitSha> testMerge,
        Optional<Instant> mergedAt,
        Optional<Actor> mergedBy) {
    public enum State {
        OPEN,
        CLOSED,
        MERGED
    }

    public PullRequest {
        labels = Set.copyOf(labels);
    }

    /** One that was not merged. */
    public PullRequest(
            PullRef ref,
            String title,
            String webUrl,
            String cloneUrl,
            State state,
            boolean draft,
            Actor author,
            Side head,
            Side base,
            Set<String> labels,
            Optional<CommitSha> testMerge) {
        this(
                ref,
                title,
                webUrl,
                cloneUrl,
                state,
                draft,
                author,
                head,
                base,
                labels,
                testMerge,
                Optional.empty(),
                Optional.empty());
    }

    public boolean merged() {
        return state == State.MERGED;
    }

    public boolean open() {
        return state == State.OPEN;
    }

    /** True when the head does not live in the base repository, also when the head repository is gone. */
    public boolean fromFork() {
        return !head.repo().equals(Optional.of(ref.repo()));
    }
}
