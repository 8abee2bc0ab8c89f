package io.tidelock.core.port.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.ProjectKey;
import java.util.Collection;
import java.util.List;

/** What is true of each pull request. Every write is under a lease and is refused with {@code Stopped} when it is lost. */
public interface Boards {
    /** Never null; an empty board for a pull request nobody has heard of. */
    Board board(PullRef pull);

    /** Opens the board for these heads: problems go, the closed mark goes, results not in {@code keep} go. */
    void open(Lease lease, PullRef pull, Heads heads, String baseBranch, Collection<ProjectKey> keep);

    /** Puts a result in the place of the project's last one. */
    void put(Lease lease, PullRef pull, ProjectResult result);

    void trouble(Lease lease, PullRef pull, List<Problem> problems);

    /** Marks it closed and drops its results; the summary's id stays known. */
    void close(Lease lease, PullRef pull);

    /** Boards that are not closed and whose base is this branch. */
    List<Board> open(RepoRef repo, String baseBranch);
}
