package io.tidelock.server.execute;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.port.run.Runner;
import io.tidelock.core.port.store.Runs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Clears up after a job: what an earlier holder left running, and what would wait for it for ever. */
public final class Aftermath {
    private final Runner runner;
    private final Records records;
    private final InstantSource clock;

    public Aftermath(Runner runner, Records records, InstantSource clock) {
        this.runner = runner;
        this.records = records;
        this.clock = clock;
    }

    /** Returns when no process of an earlier try's plans is left: the job plans again. */
    public void stopPlans(Lease lease) {
        for (Runs.Run run : records.runs().of(lease.job().id())) {
            if (run.kind() == Runs.Kind.PLAN && run.endedAt().isEmpty()) {
                runner.stop(run.id());
                records.runs().end(lease, run.id(), "stopped", clock.instant(), new byte[0]);
            }
        }
    }

    /** The job is about to end: no project may look as if somebody worked on it. True when one did. */
    public boolean tidy(PullRef pull, Lease lease) {
        List<ProjectResult> left = records.boards().board(pull).results().stream()
                .filter(result -> result.outcome() instanceof Outcome.Underway)
                .toList();
        left.forEach(result -> records.boards().put(lease, pull, cutOff(result)));
        return !left.isEmpty();
    }

    /** The board as it is, to be shown. */
    public Evidence shown(PullRef pull, Optional<CommentOrder> asked) {
        return new Evidence.Shown(records.boards().board(pull), asked);
    }

    private ProjectResult cutOff(ProjectResult row) {
        return new ProjectResult(
                row.key(),
                new Outcome.Discarded(
                        Problem.of("its planning was cut off", "a plan of what is there now", "Comment `plan`")),
                row.heads(),
                row.job(),
                row.run(),
                clock.instant(),
                Optional.empty());
    }

    /** {@link #overtaken(Board, Lease, Optional)} of the board as it is. */
    public List<Evidence> overtaken(PullRef pull, Lease lease, Optional<CommitSha> by) {
        return overtaken(records.boards().board(pull), lease, by);
    }

    /** The commits that got a sign of this job and will get no result of it, because {@code by} is planned instead. */
    static List<Evidence> overtaken(Board board, Lease lease, Optional<CommitSha> by) {
        Set<CommitSha> shown = board.results().stream()
                .filter(result -> result.job().equals(lease.job().id()))
                .map(result -> result.heads().head())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<CommitSha> signed = new LinkedHashSet<>();
        if (lease.job().work() instanceof Work.AutoPlan plan && !plan.recheck()) {
            signed.add(plan.announcedHead());
        }
        signed.addAll(shown);
        List<Evidence> evidence = new ArrayList<>();
        for (CommitSha head : signed) {
            if (!by.equals(Optional.of(head))) {
                evidence.add(new Evidence.Overtaken(board.pull(), head, by, shown.contains(head)));
            }
        }
        return evidence;
    }
}
