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
import io.tidelock.core.project.ProjectKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Clears up after a job: what an earlier holder left running, and what would wait for it for ever. */
public final class Aftermath {
    private static final String CUT_OFF = "its planning was cut off";

    private final Runner runner;
    private final Records records;
    private final InstantSource clock;

    public Aftermath(Runner runner, Records records, InstantSource clock) {
        this.runner = runner;
        this.records = records;
        this.clock = clock;
    }

    /** Returns when no process of an earlier try's plans and hooks is left: the job runs them again. */
    public void stopPlans(Lease lease) {
        for (Runs.Run run : records.runs().of(lease.job().id())) {
            if (!run.kind().once() && run.endedAt().isEmpty()) {
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

    /** True of a project whose plan was begun and never made, and not because somebody dropped it. */
    static boolean wasCutOff(Outcome outcome) {
        return outcome instanceof Outcome.Underway
                || (outcome instanceof Outcome.Discarded discarded
                        && discarded.problem().met().equals(CUT_OFF));
    }

    /** True when a plan of the pull request was thrown away after {@code then}. */
    public boolean cutOffSince(PullRef pull, Instant then) {
        return records.boards().board(pull).results().stream()
                .anyMatch(result -> result.outcome() instanceof Outcome.Discarded
                        && result.at().isAfter(then));
    }

    /** The board as it is, to be shown. */
    public Evidence.Shown shown(PullRef pull, Optional<CommentOrder> asked) {
        return new Evidence.Shown(records.boards().board(pull), asked);
    }

    private ProjectResult cutOff(ProjectResult row) {
        return new ProjectResult(
                row.key(),
                new Outcome.Discarded(Problem.of(CUT_OFF, "a plan of what is there now", "Comment `plan`")),
                row.heads(),
                row.job(),
                row.run(),
                clock.instant(),
                Optional.empty());
    }

    /**
     * What became of the commits that got a sign of this job, which now gets no result of its own. Also of the one that
     * {@code by} was told of: it may plan another, and takes back no more than its own sign.
     */
    public List<Evidence> overtaken(PullRef pull, Lease lease, Optional<CommitSha> by) {
        return unanswered(records.boards().board(pull), lease, by);
    }

    static List<Evidence> unanswered(Board board, Lease lease, Optional<CommitSha> by) {
        return signed(board, lease).stream()
                .<Evidence>map(sign -> stands(board, sign)
                        ? new Evidence.Shown(board, Optional.empty())
                        : overtaken(board, sign, by.filter(head -> !head.equals(sign.head))))
                .toList();
    }

    /** True when an earlier job has found out about that very commit: this one, told of it once more, gave a sign and no more. */
    private static boolean stands(Board board, Sign sign) {
        return sign.underway.isEmpty()
                && !board.closed()
                && board.isOf(sign.head)
                && !board.results().isEmpty()
                && board.results().stream().noneMatch(result -> wasCutOff(result.outcome()));
    }

    /** What became of the commits that got a sign of this job, now that {@code live} is planned instead. */
    static List<Evidence.Overtaken> overtaken(Board board, Lease lease, CommitSha live) {
        return signed(board, lease).stream()
                .filter(sign -> !sign.head.equals(live))
                .map(sign -> overtaken(board, sign, Optional.of(live)))
                .toList();
    }

    private static Evidence.Overtaken overtaken(Board board, Sign sign, Optional<CommitSha> by) {
        return new Evidence.Overtaken(board.pull(), sign.head, by, sign.underway);
    }

    /** @param underway the projects that were shown there as being planned */
    private record Sign(CommitSha head, List<ProjectKey> underway) {}

    private static List<Sign> signed(Board board, Lease lease) {
        Map<CommitSha, List<ProjectKey>> shown = board.results().stream()
                .filter(result -> result.job().equals(lease.job().id()))
                .collect(Collectors.groupingBy(
                        result -> result.heads().head(),
                        LinkedHashMap::new,
                        Collectors.mapping(ProjectResult::key, Collectors.toList())));
        Set<CommitSha> signed = new LinkedHashSet<>();
        if (lease.job().work() instanceof Work.AutoPlan plan && !plan.recheck()) {
            signed.add(plan.announcedHead());
        }
        signed.addAll(shown.keySet());
        return signed.stream()
                .map(head -> new Sign(head, shown.getOrDefault(head, List.of())))
                .toList();
    }
}
