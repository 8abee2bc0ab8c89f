package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies what a comment asks for: stored plans that its author could read, that still fit, and nothing else. What does
 * not qualify is planned again and waits for another word.
 */
public final class Applier {
    static final String STALE = "terraform says that its state has moved on";

    private final PullReader reader;
    private final Gate gate;
    private final Survey survey;
    private final ProjectApplier applier;
    private final Batch batch;
    private final Closer closer;
    private final Records records;
    private final Completion completion;

    public Applier(
            PullReader reader,
            Gate gate,
            Survey survey,
            ProjectApplier applier,
            Batch batch,
            Closer closer,
            Records records) {
        this.reader = reader;
        this.gate = gate;
        this.survey = survey;
        this.applier = applier;
        this.batch = batch;
        this.closer = closer;
        this.records = records;
        this.completion = new Completion(survey, gate, records);
    }

    public List<Evidence> apply(Work.Apply work, Lease lease) {
        boolean resumed = applier.settle(work.pull(), lease);
        PullRequest pull = reader.pull(work.pull());
        Board before = records.boards().board(work.pull());
        List<Evidence> evidence =
                new ArrayList<>(Aftermath.overtaken(before, lease, pull.head().sha()));
        evidence.addAll(obey(work, pull, before, lease));
        closer.closeIfDone(work.pull(), lease).ifPresent(evidence::add);
        if (resumed && evidence.stream().noneMatch(Evidence.Shown.class::isInstance)) {
            evidence.addFirst(shown(work));
        }
        return evidence;
    }

    private List<Evidence> obey(Work.Apply work, PullRequest pull, Board board, Lease lease) {
        Optional<Problem> refusal = Planner.over(pull, board)
                .or(() -> gate.refuseApply(work.order(), pull, lease))
                .or(() -> completion.refusal(work, pull));
        if (refusal.isPresent()) {
            return List.of(new Evidence.Denied(work.order(), refusal.get()));
        }
        if (pull.merged() && !board.merged()) { // the comment overtook the news of the merge
            records.boards().stage(lease, work.pull(), Board.Stage.MERGED);
        }
        List<ProjectResult> meant = board.results().stream()
                .filter(result -> covers(work.target(), result))
                .toList();
        if (meant.stream().anyMatch(Applier::waits)) {
            return apply(work, pull, meant, lease);
        }
        Optional<Evidence> complete =
                meant.isEmpty() ? Optional.empty() : completion.of(work, pull, Optional.empty(), lease);
        if (didSomething(board, lease)) {
            return Stream.concat(Stream.of(shown(work)), complete.stream()).toList();
        }
        if (complete.isPresent()) {
            return List.of(complete.get());
        }
        boolean known = board.results().stream().anyMatch(result -> covers(work.target(), result));
        return known || gate.answersWithoutProjects()
                ? List.of(nothing(work, board))
                : List.of(new Evidence.Nothing("it means no project that is planned here"));
    }

    /** After a crash: the job had come to its end but for the words. */
    private static boolean didSomething(Board board, Lease lease) {
        return board.results().stream()
                .anyMatch(result -> result.job().equals(lease.job().id()));
    }

    private List<Evidence> apply(Work.Apply work, PullRequest pull, List<ProjectResult> meant, Lease lease) {
        return switch (survey.look(pull, lease)) {
            case Survey.Sight.Blocked blocked ->
                List.of(new Evidence.Denied(work.order(), blocked.problems().getFirst()));
            case Survey.Sight.Clear clear -> {
                records.boards().trouble(lease, work.pull(), List.of());
                List<ProjectApplier.Ready> ready = new ArrayList<>();
                List<String> reasons = new ArrayList<>();
                List<Attempt.Task> again = new ArrayList<>();
                Map<ProjectKey, ProjectResult> rows =
                        meant.stream().collect(Collectors.toMap(ProjectResult::key, result -> result));
                Attempt attempt = Attempt.of(pull, clear, lease);
                List<Project> known = clear.known(rows.keySet(), pull);
                Map<ProjectKey, List<Problem>> barred = barred(known, rows, attempt);
                List<Project> projects = Gate.informed(pull, known, attempt.inquiry());
                for (Project project : projects) {
                    ProjectResult result = Objects.requireNonNull(rows.get(project.key()));
                    if (!waits(result) || barred.containsKey(project.key())) {
                        continue;
                    }
                    switch (judge(result, project, work, lease, clear.prospect())) {
                        case Judgement.Good good ->
                            late(project, work, lease)
                                    .ifPresentOrElse(
                                            holder -> barred.put(project.key(), List.of(holder)),
                                            () -> ready.add(new ProjectApplier.Ready(project, good.plan())));
                        case Judgement.Unseen unseen -> reasons.add(line(result, unseen.why()));
                        case Judgement.Misfit misfit -> {
                            reasons.add(line(result, misfit.why()));
                            again.add(new Attempt.Task(project, misfit.extraArgs()));
                        }
                    }
                }
                List<Evidence> evidence = new ArrayList<>();
                if (!reasons.isEmpty()) {
                    evidence.addAll(planAgain(work, pull, attempt, again, reasons));
                } else if (ready.isEmpty()) {
                    evidence.add(shown(work));
                } else {
                    evidence.addAll(applyAll(work, attempt, ready, projects));
                }
                if (!barred.isEmpty()) {
                    evidence.add(Unmet.answer(work.order(), barred));
                }
                completion.of(work, pull, Optional.of(clear), lease).ifPresent(evidence::add);
                yield evidence;
            }
        };
    }

    /** What may not be applied now, although its plan may be good: it stays as it is. */
    private Map<ProjectKey, List<Problem>> barred(
            List<Project> projects, Map<ProjectKey, ProjectResult> rows, Attempt attempt) {
        List<Project> waiting = projects.stream()
                .filter(project -> waits(Objects.requireNonNull(rows.get(project.key()))))
                .toList();
        Demands before = records.boards().board(attempt.pull()).demands();
        Demands now = gate.unmet(attempt.request(), waiting, attempt.inquiry(), attempt.lease());
        Demands all = before.with(waiting.stream().map(Project::key).toList(), now);
        if (!all.equals(before)) {
            records.boards().demand(attempt.lease(), attempt.pull(), all);
        }
        Map<ProjectKey, List<Problem>> barred = Unmet.of(now);
        gate.uncleared(attempt, waiting).forEach((key, why) -> barred.put(key, List.of(why)));
        return barred;
    }

    /** Who has the lock of a project that takes it only now, when nothing else keeps it from being applied. */
    private Optional<Problem> late(Project project, Work.Apply work, Lease lease) {
        return project.conditions().locking() == Conditions.Locking.ON_APPLY
                ? applier.lockedBy(work.pull(), project, lease).map(holder -> Unmet.locked(reader.reference(holder)))
                : Optional.empty();
    }

    private static String line(ProjectResult result, String why) {
        return "`" + result.key().label() + "`: " + why;
    }

    /** Whether one plan may be applied now, for this comment. */
    private sealed interface Judgement {
        record Good(StoredPlan plan) implements Judgement {}

        /** It fits, but its reader could not have read it. */
        record Unseen(String why) implements Judgement {}

        record Misfit(String why, List<String> extraArgs) implements Judgement {}
    }

    private Judgement judge(ProjectResult result, Project project, Work.Apply work, Lease lease, Prospect.Merged now) {
        if (result.outcome() instanceof Outcome.Underway) {
            return new Judgement.Misfit("its planning was cut off", List.of());
        }
        Optional<StoredPlan> plan = records.plan(result);
        if (plan.isEmpty()) {
            String why = result.outcome() instanceof Outcome.Discarded discarded
                    ? discarded.problem().met()
                    : "its plan is gone";
            return new Judgement.Misfit(why, List.of());
        }
        Optional<String> misfit = applier.foundStale(result.key(), lease)
                ? Optional.of(STALE)
                : project.refusal()
                        .map(Problem::met)
                        .or(() -> Fit.misfit(plan.get(), project, now))
                        .or(() -> locked(project, work, lease));
        if (misfit.isPresent()) {
            return new Judgement.Misfit(misfit.get(), plan.get().extraArgs());
        }
        return Seen.before(result, work.order().writtenAt(), lease.job())
                ? new Judgement.Good(plan.get())
                : new Judgement.Unseen("its plan was not there yet when you commented");
    }

    private Optional<String> locked(Project project, Work.Apply work, Lease lease) {
        return project.conditions().locking() == Conditions.Locking.ON_APPLY
                ? Optional.empty()
                : applier.lockedBy(work.pull(), project, lease)
                        .map(holder -> reader.reference(holder) + " has its lock");
    }

    private List<Evidence> applyAll(
            Work.Apply work, Attempt attempt, List<ProjectApplier.Ready> ready, List<Project> together) {
        ProjectApplier.Applied applied =
                applier.applyAll(work.pull(), attempt.prospect(), ready, together, attempt.lease());
        List<Evidence> evidence = new ArrayList<>(List.of(shown(work)));
        if (!applied.waiting().isEmpty()) {
            evidence.add(new Evidence.Answer(
                    work.order(),
                    "Not applied, because its turn has not come:\n\n- " + String.join("\n- ", applied.waiting())
                            + "\n\nApply that first, then comment `apply` again.",
                    false));
        }
        if (applied.stale().isEmpty()) {
            return evidence;
        }
        List<String> misfits = applied.stale().stream()
                .map(plan -> "`" + plan.project().key().label() + "`: " + STALE)
                .toList();
        batch.plan(
                attempt,
                applied.stale().stream()
                        .map(plan ->
                                new Attempt.Task(plan.project(), plan.plan().extraArgs()))
                        .toList());
        evidence.set(0, shown(work));
        evidence.add(answer(work, misfits));
        return evidence;
    }

    private List<Evidence> planAgain(
            Work.Apply work, PullRequest pull, Attempt attempt, List<Attempt.Task> again, List<String> misfits) {
        if (again.isEmpty()) {
            return List.of(
                    shown(work),
                    new Evidence.Answer(
                            work.order(),
                            "Nothing was applied, because you could not have seen what:\n\n- "
                                    + String.join("\n- ", misfits)
                                    + "\n\nRead the plan, then comment `apply` again.",
                            false));
        }
        batch.reopen(
                attempt, pull, again.stream().map(task -> task.project().key()).toList());
        batch.plan(attempt, again);
        return List.of(shown(work), answer(work, misfits));
    }

    /** The job is given up: whatever it began is settled, so that nothing is begun twice. */
    public void giveUp(Work.Apply work, Lease lease) {
        applier.giveUp(work.pull(), lease);
    }

    private static Evidence answer(Work.Apply work, List<String> misfits) {
        return new Evidence.Answer(
                work.order(),
                "Nothing was applied, because what you saw no longer holds. Planned again:\n\n- "
                        + String.join("\n- ", misfits)
                        + "\n\nRead the new plan, then comment `apply` again.",
                false);
    }

    private Evidence shown(Work.Apply work) {
        return new Evidence.Shown(records.boards().board(work.pull()), Optional.of(work.order()));
    }

    private static Evidence nothing(Work.Apply work, Board board) {
        Problem problem = board.results().stream().noneMatch(result -> covers(work.target(), result))
                ? Problem.of(
                        "there is no plan for " + name(work.target()),
                        board.results().isEmpty()
                                ? "a plan"
                                : "one of "
                                        + String.join(
                                                ", ",
                                                board.results().stream()
                                                        .map(result ->
                                                                result.key().label())
                                                        .toList()),
                        "Comment `plan` first")
                : Problem.of(
                        "nothing waits to be applied for " + name(work.target()),
                        "a plan with changes",
                        "Comment `plan` to look again");
        return new Evidence.Denied(work.order(), problem);
    }

    private static String name(Target target) {
        return switch (target) {
            case Target.All all -> "this pull request";
            case Target.InDirectory in ->
                in.dir() + (in.workspace().equals("default") ? "" : " (" + in.workspace() + ")");
            case Target.Named named -> named.name();
        };
    }

    private static boolean waits(ProjectResult result) {
        return result.outcome().kept().isPresent()
                || result.outcome() instanceof Outcome.Discarded
                || result.outcome() instanceof Outcome.Underway;
    }

    private static boolean covers(Target target, ProjectResult result) {
        return switch (target) {
            case Target.All all -> true;
            case Target.InDirectory in ->
                in.dir().equals(result.key().dir())
                        && in.workspace().equals(result.key().workspace());
            case Target.Named named -> named.name().equals(result.key().name());
        };
    }
}
