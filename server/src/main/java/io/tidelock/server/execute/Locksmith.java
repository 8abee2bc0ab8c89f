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
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.project.ProjectKey;
import java.util.List;
import java.util.Optional;

/** Gives back what a pull request holds: when it is closed, or when somebody says so. */
public final class Locksmith {
    /** What became of a pull request whose end was told. */
    public sealed interface Closing {
        record Over(Evidence evidence) implements Closing {}

        /** It is open by now: events may arrive in any order, so it is to be looked at as an open one. */
        record Open() implements Closing {}

        /** It was merged: what was approved is to be applied, when its turn comes. */
        record Merged(Work.Land work) implements Closing {}
    }

    private final PullReader reader;
    private final Gate gate;
    private final Batch batch;
    private final Closer closer;
    private final Records records;
    private final HookCourse hooks;

    public Locksmith(PullReader reader, Gate gate, Batch batch, Closer closer, Records records, HookCourse hooks) {
        this.reader = reader;
        this.gate = gate;
        this.hooks = hooks;
        this.batch = batch;
        this.closer = closer;
        this.records = records;
    }

    /**
     * Frees on request, also on a closed pull request; not while something of it is being applied.
     *
     * @param beside true when an earlier job of the pull request still works on an apply
     */
    public List<Evidence> unlock(Work.Unlock work, boolean beside, Lease lease) {
        PullRequest pull = reader.pull(work.pull());
        Optional<Problem> refusal = gate.refuseUnlock(work.order(), pull, lease)
                .or(() -> applying(work.pull(), beside, lease))
                .or(() -> hooks.beforeUnlock(pull, lease));
        if (refusal.isPresent()) {
            return List.of(new Evidence.Denied(work.order(), refusal.get()));
        }
        Board before = records.boards().board(work.pull());
        if (before.merged()) {
            return List.of(closer.close(work.pull(), Board.Stage.DONE, Optional.of(work.order()), lease));
        }
        for (ProjectResult result : before.results()) {
            if (result.outcome().kept().isPresent() || result.outcome() instanceof Outcome.Locked) {
                batch.discard(
                        lease,
                        work.pull(),
                        result,
                        "unlocked by " + work.order().author().login());
            }
        }
        List<ProjectKey> freed = closer.free(work.pull(), lease);
        return List.of(new Evidence.Freed(records.boards().board(work.pull()), freed, Optional.of(work.order())));
    }

    /** What runs, or ran when the comment came in, is not taken the lock away from. */
    private Optional<Problem> applying(PullRef pull, boolean beside, Lease lease) {
        List<String> projects = records.runs().applying(pull, lease.job().acceptedAt()).stream()
                .map(Runs.Run::key)
                .map(ProjectKey::label)
                .distinct()
                .toList();
        if (projects.isEmpty() && !beside) {
            return Optional.empty();
        }
        String what = projects.isEmpty() ? "an apply" : String.join(", ", projects);
        return Optional.of(Problem.of(
                what + (projects.size() > 1 ? " were" : " was") + " under way when you asked, and keeps its lock",
                "an apply that has ended",
                "Wait until it has ended, then comment `unlock` again"));
    }

    /** Frees what a closed pull request held. */
    public Closing close(Work.Close work, Lease lease) {
        Optional<PullRequest> pull = find(reader, work.pull());
        if (pull.filter(PullRequest::open).isPresent()) {
            return new Closing.Open();
        }
        if (pull.filter(PullRequest::merged).isPresent()) {
            return new Closing.Merged(
                    new Work.Land(work.pull(), pull.get().head().sha()));
        }
        return new Closing.Over(closer.close(work.pull(), Board.Stage.CLOSED, Optional.empty(), lease));
    }

    /** Empty when the host knows nothing of it any more. */
    static Optional<PullRequest> find(PullReader reader, PullRef pull) {
        try {
            return Optional.of(reader.pull(pull));
        } catch (Refused gone) {
            if (gone.kind() == Refused.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw gone;
        }
    }
}
