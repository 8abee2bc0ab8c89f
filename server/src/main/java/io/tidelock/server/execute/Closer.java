package io.tidelock.server.execute;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.project.ProjectKey;
import java.util.List;
import java.util.Optional;

/** Gives back what a pull request holds once it is over. */
public final class Closer {
    private final Checkouts checkouts;
    private final Records records;
    private final Progress progress;

    public Closer(Checkouts checkouts, Records records, Progress progress) {
        this.checkouts = checkouts;
        this.records = records;
        this.progress = progress;
    }

    /** Drops its plans, locks and working trees. The last words that know its rows are said before these are forgotten. */
    Evidence.Freed close(PullRef pull, Board.Stage stage, Optional<CommentOrder> asked, Lease lease) {
        Board closed = records.boards().board(pull).withStage(stage);
        List<ProjectKey> freed = free(pull, lease);
        checkouts.drop(pull);
        progress.closing(closed);
        records.boards().stage(lease, pull, stage);
        return new Evidence.Freed(closed, freed, asked);
    }

    /** Locks first: they are what others wait for. */
    List<ProjectKey> free(PullRef pull, Lease lease) {
        List<ProjectKey> keys =
                records.locks().free(lease, pull).stream().map(Locks.Lock::key).toList();
        records.plans().drop(lease, pull);
        return keys;
    }

    /**
     * After something was done for a merged pull request: what is applied needs no lock any more, and when nothing is left the
     * pull request is over.
     */
    Optional<Evidence> closeIfDone(PullRef pull, Lease lease) {
        Board board = records.boards().board(pull);
        if (!board.merged()) {
            return Optional.empty();
        }
        List<ProjectResult> left = board.results().stream()
                .filter(result -> !done(result.outcome()))
                .toList();
        if (left.isEmpty()) {
            return Optional.of(close(pull, Board.Stage.DONE, Optional.empty(), lease));
        }
        board.results().stream()
                .filter(result -> result.outcome() instanceof Outcome.Applied)
                .forEach(result -> records.locks().free(lease, pull, result.key()));
        records.boards().stage(lease, pull, Board.Stage.MERGED);
        return Optional.empty();
    }

    private static boolean done(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied applied -> true;
            case Outcome.Unchanged unchanged -> true;
            case Outcome.Underway underway -> false;
            case Outcome.Planned planned -> false;
            case Outcome.Stale stale -> false;
            case Outcome.PlanFailed failed -> false;
            case Outcome.Locked locked -> false;
            case Outcome.ApplyFailed failed -> false;
            case Outcome.ApplyUnknown unknown -> false;
            case Outcome.Discarded discarded -> false;
        };
    }
}
