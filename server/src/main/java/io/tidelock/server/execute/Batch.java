package io.tidelock.server.execute;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.Hold;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Plans several projects in the pool, and keeps the board telling which of them are under way and which wait for a lock. */
public final class Batch {
    private final ProjectPlanner planner;
    private final Pool pool;
    private final Policy policy;
    private final Records records;
    private final Progress progress;
    private final InstantSource clock;

    public Batch(
            ProjectPlanner planner, Pool pool, Policy policy, Records records, Progress progress, InstantSource clock) {
        this.planner = planner;
        this.pool = pool;
        this.policy = policy;
        this.records = records;
        this.progress = progress;
        this.clock = clock;
    }

    /** Plans those whose lock is free or ours; the others stand in line, and are planned when it is their turn. */
    void plan(Attempt attempt, List<Attempt.Task> tasks) {
        plan(attempt, tasks, List.of());
    }

    /** @param finished planned by this very job before a crash */
    void plan(Attempt attempt, List<Attempt.Task> tasks, Collection<Project> finished) {
        if (!tasks.isEmpty()) {
            planAll(attempt, tasks, finished);
        }
        planner.foresee(attempt, policy.matters(attempt.request()));
    }

    private void planAll(Attempt attempt, List<Attempt.Task> tasks, Collection<Project> finished) {
        Map<ProjectKey, Locks.Wait> waits = locks(attempt, tasks);
        waits.keySet().forEach(key -> records.plans().drop(attempt.lease(), attempt.pull(), key));
        records.boards()
                .put(
                        attempt.lease(),
                        attempt.pull(),
                        tasks.stream()
                                .map(task -> row(attempt, task, Optional.ofNullable(waits.get(key(task)))))
                                .toList());
        List<Attempt.Task> ours =
                tasks.stream().filter(task -> !waits.containsKey(key(task))).toList();
        if (!ours.isEmpty()) {
            progress.planning(records.boards().board(attempt.pull()));
            run(attempt, ours, finished);
        }
    }

    /**
     * Plans projects whose plans people have agreed to. Their rows stay as they are until the new plan is there: should we be
     * killed, what was approved is not forgotten.
     */
    void planApproved(Attempt attempt, List<Attempt.Task> tasks) {
        if (!tasks.isEmpty()) {
            run(attempt, tasks, List.of());
        }
    }

    /** Stage by stage. What waits for a lock has not failed: who comes after it is planned, and waits with its apply. */
    private void run(Attempt attempt, List<Attempt.Task> all, Collection<Project> finished) {
        List<Attempt.Task> tasks = planner.admit(attempt, all, policy.matters(attempt.request()));
        for (List<Attempt.Task> stage : Stages.of(tasks, Attempt.Task::project)) {
            int turn = stage.getFirst().project().place().stage();
            Set<ProjectKey> before = Stages.before(
                    turn,
                    Stream.concat(tasks.stream().map(Attempt.Task::project), finished.stream())
                            .toList());
            Board board = records.boards().board(attempt.pull());
            List<Runnable> runs = stage.stream()
                    .map(task -> Stages.held(task.project(), before, board)
                            .map(task::held)
                            .orElse(task))
                    .<Runnable>map(task -> () -> planner.plan(attempt, task))
                    .toList();
            Stages.turns(runs, attempt.settings().abreast().plans()).forEach(now -> pool.run(attempt.pull(), now));
        }
    }

    private Map<ProjectKey, Locks.Wait> locks(Attempt attempt, List<Attempt.Task> tasks) {
        List<ProjectKey> keys = tasks.stream()
                .filter(task -> task.project().refusal().isEmpty())
                .filter(task -> task.project().conditions().locking() == Conditions.Locking.ON_PLAN)
                .map(Batch::key)
                .toList();
        return keys.isEmpty() ? Map.of() : records.locks().take(attempt.lease(), attempt.pull(), keys, clock.instant());
    }

    private ProjectResult row(Attempt attempt, Attempt.Task task, Optional<Locks.Wait> wait) {
        Outcome outcome = wait.<Outcome>map(
                        before -> new Outcome.Locked(before.holder(), before.place(), task.extraArgs()))
                .orElse(new Outcome.Underway());
        return new ProjectResult(
                key(task),
                outcome,
                attempt.prospect().heads(),
                attempt.lease().job().id(),
                Optional.empty(),
                clock.instant(),
                Optional.empty());
    }

    private static ProjectKey key(Attempt.Task task) {
        return task.project().key();
    }

    /** Whether anything is planned for it. */
    boolean worksFor(PullRequest pull) {
        return policy.worksFor(pull);
    }

    /** Whether merging it applies its plans. */
    boolean appliesOnMerge(PullRequest pull) {
        return policy.appliesOnMerge(pull);
    }

    /**
     * Opens the board for these commits. What this job showed on another one is taken back at once: the rows that remember it
     * are about to be written over.
     */
    void open(Lease lease, PullRequest pull, Heads heads, Collection<ProjectKey> keep) {
        open(lease, pull, heads, keep, false);
    }

    /** @param merges whether it is merged by us once all of it is applied */
    void open(Lease lease, PullRequest pull, Heads heads, Collection<ProjectKey> keep, boolean merges) {
        Aftermath.overtaken(records.boards().board(pull.ref()), lease, heads.head()).stream()
                .filter(Evidence.Overtaken::underway)
                .forEach(progress::overtaken);
        records.boards()
                .open(
                        lease,
                        pull.ref(),
                        new Board.Opening(heads, pull.base().branch(), appliesOnMerge(pull), keep, merges));
    }

    /** Rows are about to be forgotten: what was said of them on the host must not stay. */
    void leave(PullRef pull, CommitSha head, Collection<ProjectKey> projects, boolean untouched) {
        if (!projects.isEmpty()) {
            progress.gone(pull, head, projects, untouched);
        }
    }

    /** The same of projects that the commit changes, and that are planned only when somebody asks. */
    void leaveUnasked(PullRef pull, CommitSha head, Collection<ProjectKey> projects) {
        if (!projects.isEmpty()) {
            progress.unasked(pull, head, projects);
        }
    }

    /** Opens the board for other commits, of all its projects: what was found for another head does not speak well of this one. */
    void reopen(Attempt attempt, PullRequest pull, Collection<ProjectKey> planned) {
        Board before = records.boards().board(attempt.pull());
        Heads heads = attempt.prospect().heads();
        List<ProjectKey> all = before.results().stream().map(ProjectResult::key).toList();
        open(attempt.lease(), pull, heads, all, policy.mergesOnceApplied(pull, attempt.settings()));
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
            case Outcome.Stale stale -> true;
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
        String met = result.outcome().kept().isPresent() ? "the plan was dropped: " + why : why;
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

    /** The plan is not applied by the merge, and waits for a person. */
    void hold(Lease lease, PullRef pull, ProjectResult result, Outcome.Planned planned, Problem why) {
        Outcome held = new Outcome.Planned(
                planned.summary(),
                planned.plan(),
                planned.text(),
                planned.localState(),
                Optional.of(new Hold(why, List.of())));
        rewrite(lease, pull, result, held);
    }

    /** The plan no longer fits, and is kept to be compared with the next one. It fits again when {@code why} is empty. */
    void stale(Lease lease, PullRef pull, ProjectResult result, Outcome.Planned planned, Optional<String> why) {
        Outcome outcome = why.<Outcome>map(met ->
                        new Outcome.Stale(planned, Problem.of(met, "a plan of what is there now", "Comment `plan`")))
                .orElse(planned);
        rewrite(lease, pull, result, outcome);
    }

    private void rewrite(Lease lease, PullRef pull, ProjectResult result, Outcome outcome) {
        records.boards()
                .put(
                        lease,
                        pull,
                        new ProjectResult(
                                result.key(),
                                outcome,
                                result.heads(),
                                result.job(),
                                result.run(),
                                result.at(),
                                result.published()));
    }
}
