package io.tidelock.server.execute;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.ProjectKey;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Plans several projects in the pool, and keeps the board telling which of them are under way. */
public final class Batch {
    private final ProjectPlanner planner;
    private final Pool pool;
    private final Records records;
    private final Progress progress;
    private final InstantSource clock;

    public Batch(ProjectPlanner planner, Pool pool, Records records, Progress progress, InstantSource clock) {
        this.planner = planner;
        this.pool = pool;
        this.records = records;
        this.progress = progress;
        this.clock = clock;
    }

    void plan(Attempt attempt, List<Attempt.Task> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        for (Attempt.Task task : tasks) {
            records.boards()
                    .put(
                            attempt.lease(),
                            attempt.pull(),
                            new ProjectResult(
                                    task.project().key(),
                                    new Outcome.Underway(),
                                    attempt.prospect().heads(),
                                    attempt.lease().job().id(),
                                    Optional.empty(),
                                    clock.instant(),
                                    Optional.empty()));
        }
        progress.planning(records.boards().board(attempt.pull()));
        pool.run(
                attempt.pull(),
                tasks.stream()
                        .<Runnable>map(task -> () -> planner.plan(attempt, task))
                        .toList());
    }

    /**
     * Opens the board for these commits. What this job showed on another one is taken back at once: the rows that remember it
     * are about to be written over.
     */
    void open(Lease lease, PullRef pull, Heads heads, String baseBranch, Collection<ProjectKey> keep) {
        Aftermath.overtaken(records.boards().board(pull), lease, heads.head()).stream()
                .filter(Evidence.Overtaken::underway)
                .forEach(progress::overtaken);
        records.boards().open(lease, pull, heads, baseBranch, keep);
    }

    /** Opens the board for other commits, of all its projects: what was found for another head does not speak well of this one. */
    void reopen(Attempt attempt, String baseBranch, Collection<ProjectKey> planned) {
        Board before = records.boards().board(attempt.pull());
        Heads heads = attempt.prospect().heads();
        List<ProjectKey> all = before.results().stream().map(ProjectResult::key).toList();
        open(attempt.lease(), attempt.pull(), heads, baseBranch, all);
        for (ProjectResult result : before.results()) {
            if (!planned.contains(result.key())
                    && !result.heads().head().equals(heads.head())
                    && looksGood(result.outcome())) {
                discard(
                        attempt.lease(),
                        attempt.pull(),
                        result,
                        "planned for " + result.heads().head().abbreviated() + ", and the head is now "
                                + heads.head().abbreviated());
            }
        }
    }

    private static boolean looksGood(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Planned planned -> true;
            case Outcome.Unchanged unchanged -> true;
            case Outcome.Applied applied -> true;
            case Outcome.Underway underway -> false;
            case Outcome.PlanFailed failed -> false;
            case Outcome.Locked locked -> false;
            case Outcome.ApplyFailed failed -> false;
            case Outcome.ApplyUnknown unknown -> false;
            case Outcome.Discarded discarded -> false;
        };
    }

    /** The project's plan must not be applied any more; its lock stays, since the pull request still wants it. */
    void discard(Lease lease, PullRef pull, ProjectResult result, String why) {
        records.plans().drop(lease, pull, result.key());
        String met = result.outcome() instanceof Outcome.Planned ? "the plan was dropped: " + why : why;
        records.boards()
                .put(
                        lease,
                        pull,
                        new ProjectResult(
                                result.key(),
                                new Outcome.Discarded(Problem.of(met, "a plan of what is there now", "Comment `plan`")),
                                result.heads(),
                                result.job(),
                                result.run(),
                                clock.instant(),
                                Optional.empty()));
    }
}
