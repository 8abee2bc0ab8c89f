package io.tidelock.run;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.EditTask;
import io.tidelock.core.project.Step;
import io.tidelock.run.process.Child;
import io.tidelock.run.process.End;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.process.StepFolder;
import io.tidelock.run.step.ApplyEnd;
import io.tidelock.run.step.ApplyNote;
import io.tidelock.run.step.ApplyStep;
import io.tidelock.run.step.Broken;
import io.tidelock.run.step.EditCourse;
import io.tidelock.run.step.InitStep;
import io.tidelock.run.step.OperatorArgs;
import io.tidelock.run.step.OwnApply;
import io.tidelock.run.step.OwnSteps;
import io.tidelock.run.step.Site;
import io.tidelock.run.step.WorkspaceStep;
import io.tidelock.run.terraform.LocalState;
import io.tidelock.run.tool.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Applies one plan, and says of an apply that another server began how it ended. */
final class Applying {
    private final Workshop workshop;

    Applying(Workshop workshop) {
        this.workshop = workshop;
    }

    ApplyRun apply(Tool tool, RunFolder folder, ApplyTask task, Patience patience) throws IOException {
        ApplyEnd end = new ApplyEnd(folder, workshop.redactor());
        return switch (workshop.open(tool, folder, task.project(), task.tree())) {
            case Workshop.Opened.Closed closed -> end.broken(new Broken(closed.problem(), ""));
            case Workshop.Opened.Ready ready -> {
                try (var _ = workshop.turns().take(ready.site().path(), patience)) {
                    yield begun(ready.site(), folder, task, patience, end);
                }
            }
        };
    }

    private ApplyRun begun(Site site, RunFolder folder, ApplyTask task, Patience patience, ApplyEnd end)
            throws IOException {
        List<Step> steps = task.project().workflow().apply();
        Optional<Step.Apply> last = steps.stream()
                .filter(Step.Apply.class::isInstance)
                .map(Step.Apply.class::cast)
                .findFirst();
        boolean own = !steps.stream().allMatch(step -> step instanceof Step.Init || step instanceof Step.Apply);
        if (last.isEmpty() && !own) {
            return end.broken(new Broken(
                    Problem.of(
                            "no apply step in the apply's workflow",
                            "an apply step, perhaps an init step before it",
                            "Correct the 'apply' steps of this project's workflow"),
                    ""));
        }
        if (own) {
            ApplyNote note = ApplyNote.of(site);
            note.write(folder);
            return new OwnApply(site, task, end).run(note, patience);
        }
        OwnSteps variables = new OwnSteps(site, task.project(), List.of(), false);
        OperatorArgs extra;
        Optional<Broken> broken;
        try {
            extra = variables.operator(last.orElseThrow().extraArgs(), patience);
            broken = initialise(site, variables, task, patience);
        } catch (OperatorArgs.Valueless valueless) {
            return end.broken(valueless.broken());
        }
        if (broken.isEmpty()) {
            patience.check();
            broken = new WorkspaceStep(site).run(patience);
        }
        if (broken.isPresent()) {
            return end.broken(broken.get());
        }
        Optional<LocalState> local = LocalState.of(site.root(), site.path(), site.workspace());
        if (local.isPresent() && task.localState().isPresent()) {
            local.get().place(task.localState().get());
        }
        ApplyNote note = ApplyNote.of(site).with(local);
        note.write(folder);
        return end.of(
                note, new ApplyStep(site, extra).run(task.planFile(), patience).end());
    }

    /** Init when the workflow says so, and when the tree is not the one that was initialised for the plan. */
    private static Optional<Broken> initialise(Site site, OwnSteps variables, ApplyTask task, Patience patience)
            throws IOException, OperatorArgs.Valueless {
        Optional<Step.Init> own = task.project().workflow().apply().stream()
                .filter(Step.Init.class::isInstance)
                .map(Step.Init.class::cast)
                .findFirst();
        if (own.isPresent()) {
            return new InitStep(site, variables.operator(own.get().extraArgs(), patience)).run("init", patience);
        }
        Optional<InitStep> planned = OwnSteps.plannedInit(site, task.project(), patience);
        boolean needed =
                planned.isPresent() && (task.tree().fresh() || !planned.get().remembered());
        return needed ? planned.get().run("init", patience) : Optional.empty();
    }

    ApplyRun edit(Tool tool, RunFolder folder, EditTask task, Patience patience) throws IOException {
        ApplyEnd end = new ApplyEnd(folder, workshop.redactor());
        return switch (workshop.open(tool, folder, task.project(), task.tree())) {
            case Workshop.Opened.Closed closed -> end.broken(new Broken(closed.problem(), ""));
            case Workshop.Opened.Ready ready -> {
                try (var _ = workshop.turns().take(ready.site().path(), patience)) {
                    yield new EditCourse(ready.site(), task, end).run(patience);
                }
            }
        };
    }

    /** Either the apply was begun, and then we wait for it; or we see to it that it never is. */
    ApplyRun adopt(RunFolder folder, Patience patience) throws IOException {
        folder.create();
        ApplyEnd end = new ApplyEnd(folder, workshop.redactor());
        Optional<ApplyRun> said = end.said();
        if (said.isPresent()) {
            return said.get();
        }
        if (EditCourse.begun(folder)) {
            return EditCourse.adopt(folder, end, patience, workshop.door());
        }
        if (OwnApply.begun(folder)) {
            return OwnApply.adopt(folder, end, patience, workshop.door());
        }
        Optional<ApplyNote> note = ApplyNote.read(folder);
        if (ApplyStep.doubtful(folder)) {
            return end.lost(note);
        }
        StepFolder apply = ApplyStep.notes(folder);
        if (apply.abandon() || note.isEmpty()) {
            stop(folder);
            return end.never();
        }
        try (var _ = workshop.turns().take(Path.of(note.get().path()), patience)) {
            Child child = workshop.door().find(folder.run(), apply);
            End how = child.await(patience);
            if (how instanceof End.Called called) {
                throw new io.tidelock.core.job.Stopped(called.reason());
            }
            return end.of(note.get(), how instanceof End.Late ? child.stop() : how);
        }
    }

    /** Stops what is left of a run, whichever step it was in. */
    void stop(RunFolder folder) throws IOException {
        if (!folder.exists()) {
            return;
        }
        for (StepFolder step : folder.steps()) {
            workshop.door().find(folder.run(), step).stop();
        }
        for (StepFolder step : folder.steps()) {
            workshop.door().sweep(folder.run(), step);
        }
    }
}
