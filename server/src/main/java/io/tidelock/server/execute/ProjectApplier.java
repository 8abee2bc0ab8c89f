package io.tidelock.server.execute;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.port.store.Audit;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Applies projects, each plan at most once. A run is recorded before it starts; after a crash it is asked how it ended
 * and never begun again.
 */
public final class ProjectApplier {
    private static final int LOG_LIMIT = 64 << 20;
    private static final String NEVER_STARTED = "never started";

    /** A project with the plan that is to be applied. */
    record Ready(Project project, StoredPlan plan) {}

    private final Ground ground;
    private final Records records;
    private final Pool pool;
    private final Progress progress;
    private final Audit audit;
    private final InstantSource clock;

    public ProjectApplier(
            Ground ground, Records records, Pool pool, Progress progress, Audit audit, InstantSource clock) {
        this.ground = ground;
        this.records = records;
        this.pool = pool;
        this.progress = progress;
        this.audit = audit;
        this.clock = clock;
    }

    /** Finds out how the applies ended that this job began before a crash. True when there were any. */
    boolean settle(PullRef pull, Lease lease) {
        List<Runs.Run> begun = records.runs().of(lease.job().id()).stream()
                .filter(run -> run.kind() == Runs.Kind.APPLY)
                .toList();
        begun.forEach(run -> settle(pull, run, lease));
        return !begun.isEmpty();
    }

    private void settle(PullRef pull, Runs.Run run, Lease lease) {
        if (run.endedAt().isPresent()) {
            return;
        }
        ApplyRun result = ground.runner().adopt(run.id(), lease);
        if (result instanceof ApplyRun.NeverStarted) {
            records.runs().end(lease, run.id(), NEVER_STARTED, clock.instant(), new byte[0]);
        } else {
            record(pull, heads(pull, run.key()), run, result, lease);
        }
    }

    /** The job is given up. What it began is never begun again by itself, also when nobody can say how it ended. */
    void giveUp(PullRef pull, Lease lease) {
        for (Runs.Run run : records.runs().of(lease.job().id())) {
            if (run.kind() == Runs.Kind.APPLY && run.endedAt().isEmpty()) {
                try {
                    settle(pull, run, lease);
                } catch (Stopped stopped) {
                    throw stopped;
                } catch (RuntimeException trouble) {
                    Problem problem = Problem.of(
                            "nobody can say how the apply ended: " + trouble.getMessage(),
                            "",
                            "Look whether terraform still runs and what it changed, then comment `plan`");
                    record(pull, heads(pull, run.key()), run, unknown(problem), lease);
                }
            }
        }
    }

    private static ApplyRun unknown(Problem problem) {
        return new ApplyRun.Unknown(problem, "", Optional.empty());
    }

    /** True when this job has applied the project's plan before, and terraform has called it stale. */
    boolean foundStale(ProjectKey key, Lease lease) {
        return records.runs().of(lease.job().id()).stream()
                .anyMatch(run -> run.kind() == Runs.Kind.APPLY
                        && run.key().equals(key)
                        && run.result()
                                .filter(result -> !result.equals(NEVER_STARTED))
                                .isPresent());
    }

    /** The other pull request that holds the project's lock; this one has it when there is none, if it needs one. */
    Optional<PullRef> lockedBy(PullRef pull, Project project, Lease lease) {
        if (project.conditions().locking() == Conditions.Locking.DISABLED) {
            return Optional.empty();
        }
        return records.locks().take(lease, pull, project.key(), clock.instant()).map(Locks.Lock::holder);
    }

    /**
     * What came of applying several.
     *
     * @param stale terraform refused them because their state has moved on
     * @param waiting those whose turn did not come, a line for each
     */
    record Applied(List<Ready> stale, List<String> waiting) {}

    /**
     * Applies in the pool, stage by stage. What must wait for another is left as it is.
     *
     * @param together the projects that are meant together: a failure of one may keep those of later stages from being applied
     */
    Applied applyAll(
            PullRef pull, Prospect.Merged prospect, List<Ready> ready, Collection<Project> together, Lease lease) {
        List<Ready> stale = Collections.synchronizedList(new ArrayList<>());
        List<String> waiting = new ArrayList<>();
        progress.applying(records.boards().board(pull));
        for (List<Ready> stage : Stages.of(ready, Ready::project)) {
            Board board = records.boards().board(pull);
            List<Runnable> turn = new ArrayList<>();
            for (Ready one : stage) {
                Optional<String> why = Stages.waits(one.project(), together, board);
                why.ifPresent(reason -> waiting.add("`" + one.project().key().label() + "`: " + reason));
                if (why.isEmpty()) {
                    turn.add(() -> {
                        if (apply(pull, prospect, one, lease)) {
                            stale.add(one);
                        }
                    });
                }
            }
            boolean abreast = stage.stream()
                    .allMatch(one -> one.project().place().abreast().applies());
            Stages.turns(turn, abreast).forEach(now -> pool.run(pull, now));
        }
        return new Applied(List.copyOf(stale), List.copyOf(waiting));
    }

    /** True when the plan was stale: then nothing was changed, and plan and result are left for a new plan. */
    private boolean apply(PullRef pull, Prospect.Merged prospect, Ready ready, Lease lease) {
        ProjectKey key = ready.project().key();
        Runs.Run run = new Runs.Run(
                new RunId(UUID.randomUUID().toString()),
                lease.job().id(),
                Runs.Kind.APPLY,
                pull,
                key,
                clock.instant(),
                Optional.empty(),
                Optional.empty());
        Prospect.Merged planned =
                new Prospect.Merged(ready.plan().heads(), ready.plan().commit(), prospect.source(), prospect.changed());
        WorkingTree tree = ground.checkouts().tree(pull, planned, key.workspace(), lease);
        Optional<byte[]> state = records.states().state(pull.repo(), key);
        records.runs().begin(lease, run);
        ApplyRun result = ground.runner()
                .apply(
                        new ApplyTask(
                                run.id(), ready.project(), tree, ready.plan().file(), state),
                        lease);
        return record(pull, ready.plan().heads(), run, result, lease);
    }

    private boolean record(PullRef pull, Heads heads, Runs.Run run, ApplyRun result, Lease lease) {
        result.localState().ifPresent(state -> records.states().keep(lease, pull.repo(), run.key(), state));
        boolean stale = result instanceof ApplyRun.Failed failed && failed.stale();
        Optional<Outcome> outcome = outcome(result);
        if (!stale && outcome.isPresent()) {
            records.boards()
                    .put(
                            lease,
                            pull,
                            new ProjectResult(
                                    run.key(),
                                    outcome.get(),
                                    heads,
                                    lease.job().id(),
                                    Optional.of(run.id()),
                                    clock.instant(),
                                    Optional.empty()));
        }
        if (!stale && outcome.isPresent()) {
            records.plans().drop(lease, pull, run.key());
        }
        audit.note(clock.instant(), who(lease), "apply", pull + " " + run.key().label(), word(result));
        byte[] log = ground.logs().read(run.id(), 0, LOG_LIMIT).orElse(new byte[0]);
        records.runs().end(lease, run.id(), word(result), clock.instant(), log);
        return stale;
    }

    private static Optional<Outcome> outcome(ApplyRun result) {
        return switch (result) {
            case ApplyRun.Done done -> Optional.of(new Outcome.Applied(done.line(), done.text()));
            case ApplyRun.Failed failed -> Optional.of(new Outcome.ApplyFailed(failed.problem(), failed.text()));
            case ApplyRun.Unknown unknown -> Optional.of(new Outcome.ApplyUnknown(unknown.problem(), unknown.text()));
            case ApplyRun.NeverStarted never -> Optional.empty();
        };
    }

    private Heads heads(PullRef pull, ProjectKey key) {
        var board = records.boards().board(pull);
        return board.result(key).map(ProjectResult::heads).or(board::heads).orElseThrow();
    }

    /** Who answers for what this job does. */
    static String who(Lease lease) {
        return lease.job().work() instanceof Work.Ordered ordered
                ? ordered.order().author().login()
                : "tidelock";
    }

    private static String word(ApplyRun result) {
        return switch (result) {
            case ApplyRun.Done done -> done.line();
            case ApplyRun.Failed failed -> "failed: " + failed.problem().met();
            case ApplyRun.Unknown unknown ->
                "outcome unknown: " + unknown.problem().met();
            case ApplyRun.NeverStarted never -> NEVER_STARTED;
        };
    }
}
