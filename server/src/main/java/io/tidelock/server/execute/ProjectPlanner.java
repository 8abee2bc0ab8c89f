package io.tidelock.server.execute;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Hold;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.Publication;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Requirement;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Plans one project: its tree, terraform, and what is kept of it. */
public final class ProjectPlanner {
    /** A log is kept up to here; the runner has cut it before. */
    private static final int LOG_LIMIT = 64 << 20;

    private final Ground ground;
    private final Records records;
    private final Admission admission;
    private final InstantSource clock;

    public ProjectPlanner(Ground ground, Records records, Admission admission, InstantSource clock) {
        this.ground = ground;
        this.records = records;
        this.admission = admission;
        this.clock = clock;
    }

    /** The same; those that require what is not met are refused, with the reason. */
    List<Attempt.Task> admit(Attempt attempt, List<Attempt.Task> tasks, Set<Requirement> matters) {
        Map<ProjectKey, Problem> unmet = admission.beforePlan(
                attempt, tasks.stream().map(Attempt.Task::project).toList(), matters);
        Map<String, String> facts = Admission.facts(attempt.request(), attempt.inquiry());
        return tasks.stream()
                .map(task -> task.knowing(facts))
                .map(task -> Optional.ofNullable(unmet.get(task.project().key()))
                        .map(task::refused)
                        .orElse(task))
                .toList();
    }

    /** Puts on the board what is missing for the plans that wait there to be applied. */
    void foresee(Attempt attempt, Set<Requirement> matters) {
        Board board = records.boards().board(attempt.pull());
        List<ProjectKey> waiting = board.results().stream()
                .filter(result -> result.outcome().kept().isPresent())
                .map(ProjectResult::key)
                .toList();
        Demands now =
                admission.foreseen(attempt, attempt.known(waiting), matters).keeping(attempt.kept());
        if (!now.equals(board.demands())) {
            records.boards().demand(attempt.lease(), attempt.pull(), now);
        }
    }

    /** Plans the project, whose lock its pull request has, and puts the result on the board. */
    void plan(Attempt attempt, Attempt.Task task) {
        Project project = task.project();
        if (project.refusal().isPresent()) {
            giveUp(
                    attempt,
                    project.key(),
                    new Outcome.PlanFailed(project.refusal().get(), ""),
                    Optional.empty());
            return;
        }
        RunId run = new RunId(UUID.randomUUID().toString());
        records.runs().begin(attempt.lease(), beginning(attempt, project.key(), run));
        PlanRun result = run(attempt, task, run);
        switch (result) {
            case PlanRun.Failed failed ->
                giveUp(
                        attempt,
                        project.key(),
                        new Outcome.PlanFailed(failed.problem(), failed.text()),
                        Optional.of(run));
            case PlanRun.Done done
            when !done.changes() ->
                giveUp(attempt, project.key(), new Outcome.Unchanged(done.text()), Optional.of(run));
            case PlanRun.Done done -> keep(attempt, task, done, run);
        }
        records.runs().end(attempt.lease(), run, word(result), clock.instant(), log(run));
    }

    private PlanRun run(Attempt attempt, Attempt.Task task, RunId run) {
        Project project = task.project();
        WorkingTree tree = ground.checkouts()
                .tree(attempt.pull(), attempt.prospect(), project.key().workspace(), attempt.lease());
        Optional<byte[]> state = records.states().state(attempt.pull().repo(), project.key());
        Optional<RepoRef> shared = attempt.shares() ? Optional.of(attempt.pull().repo()) : Optional.empty();
        return ground.runner().plan(new PlanTask(run, project, tree, task.extraArgs(), state, shared), attempt.lease());
    }

    private void keep(Attempt attempt, Attempt.Task task, PlanRun.Done done, RunId run) {
        ProjectKey key = task.project().key();
        PlanId plan = new PlanId(UUID.randomUUID().toString());
        records.plans()
                .keep(
                        attempt.lease(),
                        new StoredPlan(
                                plan,
                                attempt.pull(),
                                key,
                                attempt.prospect().heads(),
                                attempt.prospect().commit(),
                                print(
                                        attempt.prospect().source(),
                                        task.project(),
                                        inputs(task.project(), done, attempt.prospect())),
                                task.extraArgs(),
                                done.fingerprint(),
                                done.planFile()));
        Optional<Hold> hold = task.approved().flatMap(approved -> hold(approved, done));
        put(
                attempt,
                key,
                new Outcome.Planned(done.summary(), plan, done.text(), done.localState(), hold),
                Optional.of(run),
                hold.isPresent() ? Optional.empty() : task.approved().map(Attempt.Approved::publication));
    }

    /** A plan that means the same as one that people have read counts as read; any other is held. */
    private static Optional<Hold> hold(Attempt.Approved approved, PlanRun.Done done) {
        return approved.fingerprint().equivalentTo(done.fingerprint())
                ? Optional.empty()
                : Optional.of(new Hold(
                        Problem.of(
                                "after the merge the plan is not the one that was approved",
                                "a plan that means the same",
                                "Read it, then comment `apply`; or comment `unlock` to give it up"),
                        approved.fingerprint().differences(done.fingerprint())));
    }

    /** A project without a plan to apply needs neither lock nor plan file. The row comes last: with it, the project is done. */
    private void giveUp(Attempt attempt, ProjectKey key, Outcome outcome, Optional<RunId> run) {
        records.plans().drop(attempt.lease(), attempt.pull(), key);
        records.locks().free(attempt.lease(), attempt.pull(), key);
        put(attempt, key, outcome, run);
    }

    private void put(Attempt attempt, ProjectKey key, Outcome outcome, Optional<RunId> run) {
        put(attempt, key, outcome, run, Optional.empty());
    }

    private void put(
            Attempt attempt, ProjectKey key, Outcome outcome, Optional<RunId> run, Optional<Publication> published) {
        records.boards()
                .put(
                        attempt.lease(),
                        attempt.pull(),
                        new ProjectResult(
                                key,
                                outcome,
                                attempt.prospect().heads(),
                                attempt.lease().job().id(),
                                run,
                                clock.instant(),
                                published));
    }

    /** Also the file that says how the project is run, when it is not run the usual way; and all that hooks may have read. */
    private static List<String> inputs(Project project, PlanRun.Done done, Prospect.Merged prospect) {
        Stream<String> hooks = prospect.source().altered() ? Stream.of(".") : Stream.empty();
        return Stream.of(done.inputs().stream(), project.basis().stream(), hooks)
                .flatMap(inputs -> inputs)
                .distinct()
                .toList();
    }

    /** How it was run, and the object ids of everything the plan depends on: what must be the same for it to fit. */
    private static Map<String, String> print(SourceTree source, Project project, List<String> inputs) {
        Map<String, String> ids = new HashMap<>();
        ids.put(Fit.WORKFLOW, Fit.mark(project.workflow()));
        for (String input : inputs) {
            ids.put(input, source.id(input).orElse(""));
        }
        return ids;
    }

    private Runs.Run beginning(Attempt attempt, ProjectKey key, RunId run) {
        return new Runs.Run(
                run,
                attempt.lease().job().id(),
                Runs.Kind.PLAN,
                attempt.pull(),
                key,
                clock.instant(),
                Optional.empty(),
                Optional.empty());
    }

    private byte[] log(RunId run) {
        return ground.logs().read(run, 0, LOG_LIMIT).orElse(new byte[0]);
    }

    private static String word(PlanRun result) {
        return switch (result) {
            case PlanRun.Failed failed -> "failed: " + failed.problem().met();
            case PlanRun.Done done -> done.changes() ? done.summary().line() : "no changes";
        };
    }
}
