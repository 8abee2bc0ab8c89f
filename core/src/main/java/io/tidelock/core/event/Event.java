package io.tidelock.core.event;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import java.time.Instant;
import java.util.Optional;

/** A fact about the world, told by a host. It was true when it was sent; what is true now is asked later, in execution. */
public sealed interface Event {
    /** The repository it is about; empty for events about none. */
    Optional<RepoRef> repo();

    /** A pull request that is open was opened, pushed to, reopened, made ready, or pointed at another base. */
    record PullChanged(PullRequest pull, Change change, Actor sender) implements Event {
        @Override
        public Optional<RepoRef> repo() {
            return Optional.of(pull.ref().repo());
        }
    }

    enum Change {
        OPENED,
        PUSHED,
        REOPENED,
        READY,
        RETARGETED
    }

    /** A pull request was closed; {@code pull.state()} says whether it was merged. */
    record PullClosed(PullRequest pull, Actor sender) implements Event {
        @Override
        public Optional<RepoRef> repo() {
            return Optional.of(pull.ref().repo());
        }
    }

    /** A branch of the repository itself moved to {@code tip}. Deletions and tags are {@link Uninteresting}. */
    record BranchPushed(RepoRef repository, String branch, CommitSha tip) implements Event {
        @Override
        public Optional<RepoRef> repo() {
            return Optional.of(repository);
        }
    }

    /**
     * A merge queue made {@code commit} of what the pull request would be merged as, and wants its statuses before it merges.
     *
     * @param base what the commit was made upon: the branch, or what is before it in the queue and may be of the same group
     */
    record Queued(PullRef pull, CommitSha commit, Optional<CommitSha> base) implements Event {
        @Override
        public Optional<RepoRef> repo() {
            return Optional.of(pull.repo());
        }
    }

    /** What people say of a pull request has changed, or something else by which its host judges whether it may be merged. */
    record Reviewed(PullRef pull) implements Event {
        @Override
        public Optional<RepoRef> repo() {
            return Optional.of(pull.repo());
        }
    }

    /**
     * A check of a commit has ended.
     *
     * @param name of the check; empty when the host tells only that all of somebody's have
     */
    record Checked(RepoRef repository, CommitSha commit, Optional<String> name) implements Event {
        @Override
        public Optional<RepoRef> repo() {
            return Optional.of(repository);
        }
    }

    /** A new comment on a pull request. {@code writtenAt} is the host's time, often in whole seconds. */
    record Commented(CommentRef comment, Actor author, Instant writtenAt, String body) implements Event {
        @Override
        public Optional<RepoRef> repo() {
            return Optional.of(comment.pull().repo());
        }

        public PullRef pull() {
            return comment.pull();
        }
    }

    /** Somebody pressed a button of the host's that asks for the plans to be made again. {@code comment} stands for it. */
    record Wished(CommentRef comment, Actor author, Instant at) implements Event {
        @Override
        public Optional<RepoRef> repo() {
            return Optional.of(comment.pull().repo());
        }
    }

    /** Anything that never leads to work; {@code reason} says why, for the record. */
    record Uninteresting(Optional<RepoRef> repo, String reason) implements Event {}
}
