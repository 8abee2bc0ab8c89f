package io.tidelock.core.job;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.command.MergeWish;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.command.Target;
import io.tidelock.core.project.MergeMethod;
import java.util.List;
import java.util.Optional;

/** What was promised. Everything in it comes from the event; what must be asked of the host is asked when it is done. */
public sealed interface Work {
    Lane lane();

    /** True when this work, newly promised, makes {@code earlier} of the same lane pointless, waiting or running. */
    default boolean replaces(Work earlier) {
        return false;
    }

    /** True for work that may apply something, or change the state otherwise: of one repository, never two of it at a time. */
    default boolean applies() {
        return this instanceof Apply || this instanceof Land || this instanceof EditState;
    }

    /** Work that concerns one pull request. */
    sealed interface OnPull extends Work {
        PullRef pull();

        @Override
        default Lane lane() {
            return Lane.of(pull());
        }
    }

    /** Work that a comment asked for. */
    sealed interface Ordered extends OnPull {
        CommentOrder order();

        @Override
        default PullRef pull() {
            return order().comment().pull();
        }

        /** Whether it is asked what the commenter may do, whatever the comment is about. */
        default boolean asksPermission() {
            return !(this instanceof Reply || this instanceof Version);
        }
    }

    /**
     * Plan the projects that the pull request touches, because it changed.
     *
     * @param announcedHead the head the event named: the first sign goes there, before anything is asked
     * @param recheck true when the delivery was seen before: plan only if the live head has no result yet
     */
    record AutoPlan(PullRef pull, CommitSha announcedHead, boolean recheck) implements OnPull {
        @Override
        public boolean replaces(Work earlier) {
            return !recheck && earlier instanceof AutoPlan plan && !plan.announcedHead.equals(announcedHead);
        }
    }

    record Plan(CommentOrder order, Target target, List<String> extraArgs, boolean verbose) implements Ordered {
        public Plan {
            extraArgs = List.copyOf(extraArgs);
        }
    }

    /** @param merging what the comment says about merging it afterwards; empty when it says nothing */
    record Apply(CommentOrder order, Target target, boolean verbose, Optional<MergeWish> merging) implements Ordered {
        public Apply(CommentOrder order, Target target, boolean verbose) {
            this(order, target, verbose, Optional.empty());
        }
    }

    /**
     * Merge the pull request by ourselves, now that all of it is applied and once its host has been told.
     *
     * @param order the comment that had the last of it applied
     * @param head the commit that was applied: no other one is merged
     * @param method empty for what the repository does by itself
     * @param deletesBranch whether its branch goes with it
     */
    record Merge(CommentOrder order, CommitSha head, Optional<MergeMethod> method, boolean deletesBranch)
            implements OnPull {
        @Override
        public PullRef pull() {
            return order.comment().pull();
        }
    }

    record Unlock(CommentOrder order) implements Ordered {}

    /** Change what terraform's state knows, without a plan. Like an apply it is never begun again by itself. */
    record EditState(CommentOrder order, Target target, StateEdit edit, List<String> extraArgs) implements Ordered {
        public EditState {
            extraArgs = List.copyOf(extraArgs);
        }
    }

    /** Say which version runs: for the projects that are meant, or for all that do not say. */
    record Version(CommentOrder order, Target target) implements Ordered {
        public Version(CommentOrder order) {
            this(order, new Target.All());
        }
    }

    /** Say something that was known at once: help, or what is wrong with a comment. */
    record Reply(CommentOrder order, String text) implements Ordered {}

    /** Drop what belongs to a pull request that was closed without being merged. */
    record Close(PullRef pull, CommitSha head) implements OnPull {
        @Override
        public boolean replaces(Work earlier) {
            return earlier instanceof AutoPlan;
        }
    }

    /** Apply what was approved, now that the pull request is merged. Of one repository, like applies, never two side by side. */
    record Land(PullRef pull, CommitSha head) implements OnPull {
        @Override
        public boolean replaces(Work earlier) {
            return earlier instanceof AutoPlan;
        }
    }

    /** Plan the projects of the pull request that have waited for a lock and now have it, and tell the others their place. */
    record LockFreed(PullRef pull) implements OnPull {}

    /**
     * Run what the operator wants to be run after a command.
     *
     * @param command its name, as hooks know it
     * @param failed whether it has ended with errors
     * @param order the comment that asked for it; empty when none did
     * @param arguments what the comment wanted terraform to be given
     * @param project the name of the project that the comment was about; may be empty
     */
    record PostHooks(
            PullRef pull,
            String command,
            boolean failed,
            Optional<CommentOrder> order,
            List<String> arguments,
            String project)
            implements OnPull {
        public PostHooks {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Give the commit that a merge queue made of the pull request the statuses that the pull request has.
     *
     * @param base what the commit was made upon: the branch, or what is before it in the queue and may be of the same group
     * @param again true when the pull request was first to be planned: it stands as it can now
     */
    record Queued(PullRef pull, CommitSha commit, Optional<CommitSha> base, boolean again) implements OnPull {}

    /** See whether the plans of a pull request still fit its base, without planning anything. */
    record Refit(PullRef pull) implements OnPull {
        @Override
        public boolean replaces(Work earlier) {
            return earlier instanceof Refit;
        }
    }

    /** Ask the host again what is missing for plans to be applied: somebody has reviewed the pull request, or a check has ended. */
    record Reassess(PullRef pull) implements OnPull {
        @Override
        public boolean replaces(Work earlier) {
            return earlier instanceof Reassess;
        }
    }

    /** A check of a commit has ended: whoever waits for it to be mergeable is looked at again. */
    record Checked(RepoRef repo, CommitSha commit) implements Work {
        @Override
        public Lane lane() {
            return Lane.of(repo);
        }

        @Override
        public boolean replaces(Work earlier) {
            return earlier instanceof Checked checked && checked.commit.equals(commit);
        }
    }

    /** Look again at the plans of open pull requests whose base branch moved. */
    record BaseMoved(RepoRef repo, String branch, CommitSha tip) implements Work {
        @Override
        public Lane lane() {
            return Lane.of(repo);
        }

        @Override
        public boolean replaces(Work earlier) {
            return earlier instanceof BaseMoved moved && moved.branch.equals(branch);
        }
    }

    /** The commit the event announced, where it did: it must not stay without a status. */
    default Optional<CommitSha> announced() {
        return switch (this) {
            case AutoPlan plan -> Optional.of(plan.announcedHead());
            case Queued queued -> Optional.of(queued.commit());
            case OnPull other -> Optional.empty();
            case BaseMoved moved -> Optional.empty();
            case Checked checked -> Optional.empty();
        };
    }
}
