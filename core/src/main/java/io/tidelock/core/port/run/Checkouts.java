package io.tidelock.core.port.run;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.port.host.GitRemote;

/** Fetches and checks out. One mirror a repository; throws {@code Unavailable} when git cannot be reached. */
public interface Checkouts {
    /**
     * Fetches the live base branch and head of {@code pull} and merges them. The head fetched is the one the pull request
     * names; when the host has moved on meanwhile, the result's heads say so.
     */
    Prospect prepare(PullRequest pull, GitRemote remote, Lease lease);

    /**
     * The live base branch of a pull request that was merged: its tip, with the head of the pull request, and with what the
     * pull request changed. {@code Unavailable} while what the host says it merged has not arrived in the branch; when the host
     * says nothing, or goes on naming something else, what counts is that the head would bring the branch nothing new.
     */
    Prospect.Merged landed(PullRequest pull, GitRemote remote, Lease lease);

    /**
     * What the base branch has got since the head left it, of commits that {@link #prepare} has fetched for this pull request.
     * {@code Refused} when they have no commit in common.
     */
    ChangedFiles missed(PullRef pull, Heads heads, Lease lease);

    /** The files of the base branch, at the commit that {@link #prepare} has found there. */
    SourceTree base(PullRef pull, Heads heads, Lease lease);

    /** The working tree of this pull request, commit and workspace; made when it is not there. */
    WorkingTree tree(PullRef pull, Prospect.Merged prospect, String workspace, Lease lease);

    /** Deletes the working trees of exactly this pull request. Absent ones are no error. */
    void drop(PullRef pull);
}
