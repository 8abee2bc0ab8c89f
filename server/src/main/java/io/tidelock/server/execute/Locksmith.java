package io.tidelock.server.execute;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.project.ProjectKey;
import java.util.List;
import java.util.Optional;

/** Gives back what a pull request holds: when it is closed, or when somebody says so. */
public final class Locksmith {
    private final PullReader reader;
    private final Gate gate;
    private final Checkouts checkouts;
    private final Batch batch;
    private final Records records;
    private final Progress progress;

    public Locksmith(
            PullReader reader, Gate gate, Checkouts checkouts, Batch batch, Records records, Progress progress) {
        this.reader = reader;
        this.gate = gate;
        this.checkouts = checkouts;
        this.batch = batch;
        this.records = records;
        this.progress = progress;
    }

    /** Frees on request, also on a closed pull request. */
    public List<Evidence> unlock(Work.Unlock work, Lease lease) {
        PullRequest pull = reader.pull(work.pull());
        Optional<Problem> refusal = gate.refuse(work.order(), pull, "unlock");
        if (refusal.isPresent()) {
            return List.of(new Evidence.Denied(work.order(), refusal.get()));
        }
        Board before = records.boards().board(work.pull());
        for (ProjectResult result : before.results()) {
            if (result.outcome() instanceof Outcome.Planned) {
                batch.discard(
                        lease,
                        work.pull(),
                        result,
                        "unlocked by " + work.order().author().login());
            }
        }
        List<ProjectKey> freed = free(work.pull(), lease);
        return List.of(new Evidence.Freed(records.boards().board(work.pull()), freed, Optional.of(work.order())));
    }

    /**
     * Frees what a closed pull request held. Empty when it is open by now: events may arrive in any order, so it is to be
     * looked at as an open one.
     */
    public Optional<Evidence> close(Work.Close work, Lease lease) {
        if (open(work.pull())) {
            return Optional.empty();
        }
        Board before = records.boards().board(work.pull());
        Board closed = new Board(
                before.pull(),
                before.heads(),
                before.baseBranch(),
                before.results(),
                before.problems(),
                true,
                before.summaryId());
        List<ProjectKey> freed = free(work.pull(), lease);
        checkouts.drop(work.pull());
        progress.closing(closed);
        records.boards().close(lease, work.pull());
        return Optional.of(new Evidence.Freed(closed, freed, Optional.empty()));
    }

    /** Locks first: they are what others wait for. */
    private List<ProjectKey> free(PullRef pull, Lease lease) {
        List<ProjectKey> keys =
                records.locks().free(lease, pull).stream().map(Locks.Lock::key).toList();
        records.plans().drop(lease, pull);
        return keys;
    }

    private boolean open(PullRef pull) {
        try {
            return reader.pull(pull).open();
        } catch (Refused gone) {
            if (gone.kind() == Refused.Kind.NOT_FOUND) {
                return false;
            }
            throw gone;
        }
    }
}
