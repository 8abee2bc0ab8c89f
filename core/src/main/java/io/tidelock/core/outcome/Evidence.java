package io.tidelock.core.outcome;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Work;
import io.tidelock.core.project.ProjectKey;
import java.util.List;
import java.util.Optional;

/** What doing a job showed, for the report to put into words. A job gives as many as it found, in order. */
public sealed interface Evidence {
    /**
     * The board changed, or was looked at again.
     *
     * @param asked the comment that asked, when one did: then something is said even if there is nothing to plan
     */
    record Shown(Board board, Optional<CommentOrder> asked) implements Evidence {}

    /**
     * Nothing is planned for this head, and that is in order: a draft, a fork, no project. {@code why} goes on the status.
     *
     * @param untilAsked true when a comment is to have it planned, so that it is not to be called good until then
     */
    record Skipped(PullRef pull, CommitSha head, String why, boolean untilAsked) implements Evidence {
        public Skipped(PullRef pull, CommitSha head, String why) {
            this(pull, head, why, false);
        }
    }

    /**
     * A commit that a merge queue made of pull requests: it stands as the worst of their boards does.
     *
     * @param boards that of the pull request it is named after first; one at least
     */
    record Queued(List<Board> boards, CommitSha commit) implements Evidence {
        public Queued {
            boards = List.copyOf(boards);
        }
    }

    /**
     * The commit got a first sign and will get no result of its own, since {@code by} took its place.
     *
     * @param projects those that were shown there as being planned: if any, the apply status waits as well
     */
    record Overtaken(PullRef pull, CommitSha head, Optional<CommitSha> by, List<ProjectKey> projects)
            implements Evidence {
        public Overtaken {
            projects = List.copyOf(projects);
        }

        public Overtaken(PullRef pull, CommitSha head, Optional<CommitSha> by) {
            this(pull, head, by, List.of());
        }

        public boolean underway() {
            return !projects.isEmpty();
        }
    }

    /**
     * A comment that was understood and is answered.
     *
     * @param obeyed false when not all of what it asked for was done
     */
    record Answer(CommentOrder order, String text, boolean obeyed) implements Evidence {
        public Answer(CommentOrder order, String text) {
            this(order, text, true);
        }
    }

    /** Something that people must hear of although nobody asked, such as why merging has not applied what it should. */
    record Told(PullRef pull, String text) implements Evidence {}

    /** A comment that was understood and is not obeyed. */
    record Denied(CommentOrder order, Problem problem) implements Evidence {}

    /** All of the pull request is applied, and merging it is the next thing to do. */
    record Complete(Work.Merge next) implements Evidence {}

    /** Plans and locks of the pull request are gone: it was closed, or somebody unlocked it. */
    record Freed(Board board, List<ProjectKey> projects, Optional<CommentOrder> asked) implements Evidence {
        public Freed {
            projects = List.copyOf(projects);
        }
    }

    /**
     * The work could not be done at all, and trying again would not help.
     *
     * @param head the commit that got a first sign, which must not stay pending
     * @param asked the comment that asked, when one did
     */
    record Broken(PullRef pull, Optional<CommitSha> head, Optional<CommentOrder> asked, Problem problem)
            implements Evidence {}

    /** There was nothing to do, and nothing is said on the host. */
    record Nothing(String why) implements Evidence {}
}
