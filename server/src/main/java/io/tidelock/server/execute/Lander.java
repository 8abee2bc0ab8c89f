package io.tidelock.server.execute;

import io.tidelock.config.select.Selector;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies what was approved, once the pull request is merged: plans that could be read before the merge and that fit what the
 * base branch has now. One that no longer fits is made anew there, and applied only if it means the same. Whatever else there
 * is waits for a person.
 */
public final class Lander {
    /** With this try, a pull request that the host does not find counts as gone. */
    private static final int BELIEF = 6;

    private final Gate gate;
    private final PullReader reader;
    private final Survey survey;
    private final Planner planner;
    private final ProjectApplier applier;
    private final Batch batch;
    private final Closer closer;
    private final Records records;

    public Lander(
            Gate gate,
            Survey survey,
            Planner planner,
            ProjectApplier applier,
            Batch batch,
            Closer closer,
            Records records) {
        this.gate = gate;
        this.reader = gate.reader();
        this.survey = survey;
        this.planner = planner;
        this.applier = applier;
        this.batch = batch;
        this.closer = closer;
        this.records = records;
    }

    /**
     * Empty when the pull request is open by now: it is to be looked at as an open one.
     *
     * @param again true when this merge was told before
     */
    public Optional<List<Evidence>> land(Work.Land work, boolean again, Lease lease) {
        applier.settle(work.pull(), lease);
        Optional<PullRequest> pull = lease.job().attempt() < BELIEF
                ? Optional.of(reader.pull(work.pull()))
                : Locksmith.find(reader, work.pull());
        if (pull.filter(PullRequest::open).isPresent()) {
            return Optional.empty();
        }
        if (pull.filter(PullRequest::merged).isEmpty()) {
            return Optional.of(List.of(closer.close(work.pull(), Board.Stage.CLOSED, Optional.empty(), lease)));
        }
        return Optional.of(land(pull.get(), again, lease));
    }

    private List<Evidence> land(PullRequest pull, boolean again, Lease lease) {
        Board board = records.boards().board(pull.ref());
        if (again && board.stage() == Board.Stage.MERGED) {
            return List.of(new Evidence.Nothing("what is left waits for a person, and that was said"));
        }
        boolean unattended = batch.appliesOnMerge(pull);
        boolean known = board.isOf(pull.head().sha());
        if (board.closed()) {
            return List.of(new Evidence.Nothing("it is over"));
        }
        boolean givenUp = !batch.worksFor(pull) || (!unattended && !pull.fromFork());
        if (givenUp || (known && board.results().stream().allMatch(Lander::nothingLeft))) {
            return List.of(closer.close(pull.ref(), Board.Stage.DONE, Optional.empty(), lease));
        }
        Optional<String> untilAsked = known ? Optional.empty() : gate.untilAsked(pull, lease);
        if (untilAsked.isPresent()) {
            return unasked(pull, board, untilAsked.get(), lease);
        }
        return switch (survey.look(pull, lease)) {
            case Survey.Sight.Blocked blocked -> blocked(pull, board, blocked, lease);
            case Survey.Sight.Clear clear -> clear(pull, board, known, clear, lease);
        };
    }

    private List<Evidence> clear(PullRequest pull, Board board, boolean known, Survey.Sight.Clear clear, Lease lease) {
        if (board.stage() != Board.Stage.LANDING) { // else it was decided before a crash
            List<String> obstacles = known ? obstacles(pull, board, clear, lease) : List.of(Obstacles.LATE);
            if (!obstacles.isEmpty()) {
                return hold(pull, board, obstacles, clear, lease);
            }
            records.boards().stage(lease, pull.ref(), Board.Stage.LANDING);
        }
        records.boards().trouble(lease, pull.ref(), List.of());
        return apply(pull, clear, lease);
    }

    /**
     * Also that who merged it may not apply, and what was required and not met when it was merged: its approval. A merge itself
     * shows that it could be merged.
     */
    private List<String> obstacles(PullRequest pull, Board board, Survey.Sight.Clear clear, Lease lease) {
        List<String> obstacles = new ArrayList<>();
        Optional<Problem> refused = gate.refuseMerge(pull, lease);
        refused.ifPresent(problem -> obstacles.add(problem.sentence()));
        obstacles.addAll(Obstacles.of(pull, board, reader, lease));
        List<ProjectKey> waiting = board.results().stream()
                .filter(result -> !nothingLeft(result))
                .map(ProjectResult::key)
                .toList();
        if (refused.isEmpty()) {
            gate.uncleared(Attempt.of(pull, clear, lease), clear.known(waiting, pull))
                    .forEach((key, why) -> obstacles.add("`" + key.label() + "`: " + why.met()));
        }
        gate.unmetAtMerge(pull, clear.known(waiting, pull), lease)
                .of()
                .forEach(demand -> demand.lacks()
                        .forEach(lack -> obstacles.add("`" + demand.project().label() + "`: "
                                + lack.problem().met())));
        return obstacles;
    }

    private static boolean nothingLeft(ProjectResult result) {
        return result.outcome() instanceof Outcome.Applied || result.outcome() instanceof Outcome.Unchanged;
    }

    // ---- what merging does not apply

    /**
     * Merging makes no plan that nobody may have, or that had to be asked for. Where nobody did, there is nothing to apply; where
     * an earlier commit was planned, a person may go on.
     */
    private List<Evidence> unasked(PullRequest pull, Board board, String why, Lease lease) {
        if (!board.results().isEmpty()) {
            records.boards().stage(lease, pull.ref(), Board.Stage.MERGED);
            return held(pull.ref(), List.of(Obstacles.LATE, why), lease);
        }
        boolean untouched = survey.glance(pull, lease) instanceof Survey.Sight.Clear clear
                && clear.touched(pull).isEmpty();
        Evidence over = closer.close(pull.ref(), Board.Stage.DONE, Optional.empty(), lease);
        return untouched
                ? List.of(over)
                : List.of(
                        over,
                        new Evidence.Told(
                                pull.ref(),
                                "Merged, and nothing of it was planned or applied: " + why
                                        + ", and nobody did before the merge.\n\nWhat it changes is planned by the next"
                                        + " pull request that touches the same projects."));
    }

    /** Nothing is applied. What has no plan yet gets one, to be read, where that needs nobody to ask for it. */
    private List<Evidence> hold(
            PullRequest pull, Board board, List<String> obstacles, Survey.Sight.Clear clear, Lease lease) {
        records.boards().stage(lease, pull.ref(), Board.Stage.MERGED);
        boolean cutOff = board.results().stream().map(ProjectResult::outcome).anyMatch(Aftermath::wasCutOff);
        boolean unplanned = !board.isOf(pull.head().sha());
        if (unplanned || (cutOff && gate.untilAsked(pull, lease).isEmpty())) {
            planner.planLanded(pull, clear, Selector.Mode.AUTO, List.of(), lease);
            Optional<Evidence> over = closer.closeIfDone(pull.ref(), lease);
            if (over.isPresent()) {
                return List.of(over.get());
            }
        }
        return held(pull.ref(), obstacles, lease);
    }

    private List<Evidence> blocked(PullRequest pull, Board board, Survey.Sight.Blocked blocked, Lease lease) {
        records.boards().stage(lease, pull.ref(), Board.Stage.MERGED);
        if (board.heads().isEmpty()) {
            batch.open(lease, pull, blocked.prospect().heads(), List.of());
        }
        records.boards().trouble(lease, pull.ref(), blocked.problems());
        return held(
                pull.ref(), blocked.problems().stream().map(Problem::sentence).toList(), lease);
    }

    // ---- applying

    /** Stage by stage: what comes later is not applied before what it waits for, also when that must be planned again first. */
    private List<Evidence> apply(PullRequest pull, Survey.Sight.Clear clear, Lease lease) {
        Attempt attempt = Attempt.of(pull, clear, lease);
        List<ProjectKey> keys = records.boards().board(pull.ref()).results().stream()
                .map(ProjectResult::key)
                .toList();
        List<Project> together = gate.informed(pull, clear.known(keys, pull));
        for (List<Project> stage : Stages.of(together, project -> project)) {
            Board board = records.boards().board(pull.ref());
            List<Project> turn = stage.stream()
                    .filter(project -> !held(project, together, board, attempt))
                    .toList();
            apply(turn, together, attempt);
        }
        return ended(pull.ref(), lease);
    }

    private void apply(List<Project> turn, List<Project> together, Attempt attempt) {
        PullRef pull = attempt.pull();
        Lease lease = attempt.lease();
        List<ProjectApplier.Ready> ready = new ArrayList<>();
        List<Again> again = new ArrayList<>();
        Board board = records.boards().board(pull);
        for (Project project : turn) {
            Optional<ProjectResult> result = approved(board, project.key());
            if (result.isPresent()) {
                judge(project, result.get(), attempt, ready, again);
            }
        }
        for (ProjectApplier.Ready stale : applyAll(attempt, ready, together)) {
            approved(board, stale.project().key())
                    .ifPresent(result -> again.add(new Again(stale.project(), result, stale.plan(), Applier.STALE)));
        }
        planAgain(attempt, again);
        List<ProjectApplier.Ready> second = new ArrayList<>();
        Board after = records.boards().board(pull);
        for (Project project : turn) {
            approved(after, project.key())
                    .flatMap(records::plan)
                    .ifPresent(plan -> second.add(new ProjectApplier.Ready(project, plan)));
        }
        for (ProjectApplier.Ready stale : applyAll(attempt, second, together)) {
            approved(after, stale.project().key())
                    .ifPresent(result -> batch.discard(lease, pull, result, "its state moves on all the time"));
        }
    }

    /** What must wait for another is not applied by the merge, whatever becomes of the other: a person decides. */
    private boolean held(Project project, List<Project> together, Board board, Attempt attempt) {
        PullRef pull = attempt.pull();
        Optional<ProjectResult> result = approved(board, project.key());
        Optional<String> why = Stages.waits(project, together, board);
        if (result.isEmpty() || why.isEmpty()) {
            return false;
        }
        result.get()
                .outcome()
                .kept()
                .ifPresent(planned -> batch.hold(
                        attempt.lease(),
                        pull,
                        result.get(),
                        planned,
                        Problem.of(
                                why.get(), "that one applied", "Apply that first, then comment `apply`; or `unlock`")));
        return true;
    }

    /** Whether the plan may be applied as it is, or what is to be done instead. */
    private void judge(
            Project project,
            ProjectResult result,
            Attempt attempt,
            List<ProjectApplier.Ready> ready,
            List<Again> again) {
        PullRef pull = attempt.pull();
        Optional<StoredPlan> plan = records.plan(result);
        Optional<PullRef> holder = applier.lockedBy(pull, project, attempt.lease());
        if (plan.isPresent() && holder.isPresent() && project.conditions().locking() == Conditions.Locking.ON_APPLY) {
            Problem wait = Unmet.locked(reader.reference(holder.get()));
            result.outcome().kept().ifPresent(planned -> batch.hold(attempt.lease(), pull, result, planned, wait));
            return;
        }
        if (plan.isEmpty() || holder.isPresent()) {
            String why = holder.map(other -> reader.reference(other) + " has its lock")
                    .orElse("its plan is gone");
            batch.discard(attempt.lease(), pull, result, why);
            return;
        }
        Optional<String> misfit = applier.foundStale(result.key(), attempt.lease())
                ? Optional.of(Applier.STALE)
                : project.refusal().map(Problem::met).or(() -> Fit.misfit(plan.get(), project, attempt.prospect()));
        if (misfit.isPresent()) {
            again.add(new Again(project, result, plan.get(), misfit.get()));
        } else {
            ready.add(new ProjectApplier.Ready(project, plan.get()));
        }
    }

    /** A plan that was approved and does not fit what is there now. */
    private record Again(Project project, ProjectResult result, StoredPlan plan, String why) {}

    /** Approved and not applied yet: could be read before the merge, or means the same as one that could. */
    private static Optional<ProjectResult> approved(Board board, ProjectKey key) {
        return board.result(key)
                .filter(result -> result.published().isPresent())
                .filter(result -> result.outcome()
                        .kept()
                        .filter(planned -> planned.hold().isEmpty())
                        .isPresent());
    }

    private List<ProjectApplier.Ready> applyAll(
            Attempt attempt, List<ProjectApplier.Ready> ready, List<Project> together) {
        return ready.isEmpty()
                ? List.of()
                : applier.applyAll(attempt.pull(), attempt.prospect(), ready, together, attempt.lease())
                        .stale();
    }

    private void planAgain(Attempt attempt, List<Again> again) {
        List<Attempt.Task> tasks = new ArrayList<>();
        for (Again one : again) {
            ProjectResult result = one.result();
            result.outcome()
                    .kept()
                    .ifPresent(planned ->
                            batch.stale(attempt.lease(), attempt.pull(), result, planned, Optional.of(one.why())));
            tasks.add(new Attempt.Task(
                    one.project(),
                    one.plan().extraArgs(),
                    Optional.of(new Attempt.Approved(
                            one.plan().fingerprint(), result.published().orElseThrow()))));
        }
        batch.planApproved(attempt, tasks);
    }

    // ---- the end

    private List<Evidence> ended(PullRef pull, Lease lease) {
        Optional<Evidence> over = closer.closeIfDone(pull, lease);
        if (over.isPresent()) {
            return List.of(over.get());
        }
        List<String> left = new ArrayList<>();
        for (ProjectResult result : records.boards().board(pull).results()) {
            left(result).forEach(why -> left.add("`" + result.key().label() + "`: " + why));
        }
        return held(pull, left, lease);
    }

    private List<String> left(ProjectResult result) {
        return switch (result.outcome()) {
            case Outcome.Applied applied -> List.of();
            case Outcome.Unchanged unchanged -> List.of();
            case Outcome.Planned planned ->
                planned.hold()
                        .map(hold -> hold.differences().isEmpty()
                                ? List.of(hold.why().met())
                                : hold.differences())
                        .orElse(List.of(Obstacles.UNSEEN));
            case Outcome.Stale stale -> List.of(stale.why().met());
            case Outcome.Underway underway -> List.of("its plan was cut off");
            case Outcome.PlanFailed failed ->
                List.of("planned again after the merge, and that failed: "
                        + failed.problem().met());
            case Outcome.Locked locked -> List.of(waitsFor(locked));
            case Outcome.ApplyFailed failed ->
                List.of("applying it failed: " + failed.problem().met());
            case Outcome.ApplyUnknown unknown -> List.of(unknown.problem().met());
            case Outcome.Discarded discarded -> List.of(discarded.problem().met());
        };
    }

    private String waitsFor(Outcome.Locked locked) {
        return "it waits for the lock of " + reader.reference(locked.holder());
    }

    private List<Evidence> held(PullRef pull, List<String> reasons, Lease lease) {
        Board board = records.boards().board(pull);
        long applied = board.results().stream()
                .filter(result -> result.outcome() instanceof Outcome.Applied)
                .filter(result -> result.job().equals(lease.job().id()))
                .count();
        String first =
                applied == 0 ? "Merged, and nothing was applied by that:" : "Merged, and not all of it was applied:";
        int most = 20;
        String list = String.join("\n- ", reasons.subList(0, Math.min(most, reasons.size())));
        String more = reasons.size() > most ? "\n- and " + (reasons.size() - most) + " more" : "";
        return List.of(
                new Evidence.Shown(board, Optional.empty()),
                new Evidence.Told(
                        pull,
                        first + "\n\n- " + list + more
                                + "\n\nRead the plans, then comment `apply`. `plan` plans again, `unlock` gives up"
                                + " what is left."));
    }

    /** The job is given up: whatever it began is settled, and what is left waits for a person, who is told why. */
    public List<Evidence> giveUp(Work.Land work, Problem problem, Lease lease) {
        applier.giveUp(work.pull(), lease);
        if (records.boards().board(work.pull()).closed()) {
            return List.of();
        }
        records.boards().stage(lease, work.pull(), Board.Stage.MERGED);
        return held(work.pull(), List.of(problem.sentence()), lease);
    }
}
