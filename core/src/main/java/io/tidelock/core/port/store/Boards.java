package io.tidelock.core.port.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is true of each pull request. Every write is under a lease and is refused with {@code Stopped} when it is lost. */
public interface Boards {
    /** Never null; an empty board for a pull request nobody has heard of. */
    Board board(PullRef pull);

    /** As {@link Board#opened}. */
    void open(Lease lease, PullRef pull, Board.Opening opening);

    /** Puts a result in the place of the project's last one. */
    void put(Lease lease, PullRef pull, ProjectResult result);

    /** As {@link #put(Lease, PullRef, ProjectResult)}, all in one step. */
    void put(Lease lease, PullRef pull, Collection<ProjectResult> results);

    void trouble(Lease lease, PullRef pull, List<Problem> problems);

    /** What is required of which project before it is applied, in the place of what was known before. */
    void demand(Lease lease, PullRef pull, Demands demands);

    /** Says how far the pull request has come. When it is over, its results are dropped; the summary's id stays known. */
    void stage(Lease lease, PullRef pull, Board.Stage stage);

    /** Boards that are not over and whose base is this branch. */
    List<Board> open(RepoRef repo, String baseBranch);

    /** Where a pull request stands; empty when nobody has heard of it. Cheap, unlike a board with all its results. */
    Optional<Standing> standing(PullRef pull);

    /** The standing of each pull request of the repository that counts as open: neither merged nor over. */
    List<Standing> open(RepoRef repo);

    /**
     * A board without its results.
     *
     * @param heads empty when nothing was planned yet
     */
    record Standing(PullRef pull, Optional<Heads> heads, String baseBranch, boolean closed) {}
}
