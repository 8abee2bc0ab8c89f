package io.tidelock.run.step;

import io.tidelock.core.command.StateEdit;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.EditTask;
import io.tidelock.core.project.Step;
import io.tidelock.run.process.Child;
import io.tidelock.run.process.End;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.ProcessDoor;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.process.StepFolder;
import io.tidelock.run.terraform.LocalState;
import io.tidelock.run.terraform.Output;
import io.tidelock.run.terraform.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An import or a removal from the state, by the steps of its stage. When the server goes down it is never begun again: terraform is
 * asked how it ended, and where commands of people's own are among the steps, the outcome is unknown.
 */
public final class EditCourse {
    private static final String BEGUN = "edit-steps";
    private static final String PLAIN = "terraform alone";
    private static final String OWN = "commands as well";

    private final OwnSteps steps;
    private final EditTask task;
    private final ApplyEnd end;
    private ApplyNote note;
    private boolean prepared;

    public EditCourse(Site site, EditTask task, ApplyEnd end) {
        List<String> comment = new ArrayList<>(task.extraArgs());
        comment.addAll(task.edit().arguments());
        this.steps = new OwnSteps(site, task.project(), comment, true);
        this.task = task;
        this.end = end;
        this.note = ApplyNote.of(site);
    }

    /** Whether an edit was begun in this run. */
    public static boolean begun(RunFolder folder) {
        return java.nio.file.Files.exists(folder.file(BEGUN));
    }

    public ApplyRun run(Patience patience) throws IOException {
        List<Step> stage = stage();
        boolean plain = stage.stream()
                .allMatch(step ->
                        step instanceof Step.Init || step instanceof Step.Import || step instanceof Step.StateRm);
        RunFolder folder = steps.site().terraform().folder();
        patience.check();
        note.write(folder);
        String begun = (plain ? PLAIN : OWN) + "\n" + task.edit().word() + "\n" + ProcessDoor.boot();
        folder.keep(BEGUN, begun.getBytes(StandardCharsets.UTF_8));
        String line = "";
        for (Step step : stage) {
            Optional<Broken> broken = prepare(step);
            try {
                if (broken.isEmpty() && (step instanceof Step.Import || step instanceof Step.StateRm)) {
                    broken = new WorkspaceStep(steps.site()).run(patience);
                    if (broken.isEmpty()) {
                        ApplyRun edited = edited(step, patience);
                        if (!(edited instanceof ApplyRun.Done done)) {
                            return end.say(edited);
                        }
                        line = done.line();
                        steps.tell(done.text());
                    }
                } else if (broken.isEmpty()) {
                    broken = one(step, patience);
                }
            } catch (OperatorArgs.Valueless valueless) {
                broken = Optional.of(valueless.broken());
            }
            if (broken.isPresent()) {
                Broken whole = steps.after(broken.get());
                if (!line.isEmpty()) { // the state is changed already
                    steps.clear();
                    String text = whole.text() + "\nA step after it failed: "
                            + whole.problem().sentence();
                    return end.say(new ApplyRun.Done(line, text, note.localState()));
                }
                return end.say(new ApplyRun.Failed(whole.problem(), false, whole.text(), note.localState()));
            }
        }
        steps.clear();
        String last = line.isEmpty() ? "The commands of its workflow have ended well." : line;
        return end.say(new ApplyRun.Done(last, steps.text(), note.localState()));
    }

    private List<Step> stage() {
        return switch (task.edit()) {
            case StateEdit.Import _ -> task.project().workflow().imports();
            case StateEdit.Removal _ -> task.project().workflow().stateRm();
        };
    }

    /** Once the variables are set: a local state is put in place. */
    private Optional<Broken> prepare(Step next) throws IOException {
        if (prepared || next instanceof Step.Env || next instanceof Step.MultiEnv) {
            return Optional.empty();
        }
        prepared = true;
        Site site = steps.site();
        Optional<LocalState> local = LocalState.of(site.root(), site.path(), site.workspace());
        if (local.isPresent() && task.localState().isPresent()) {
            local.get().place(task.localState().get());
        }
        note = note.with(local);
        note.write(site.terraform().folder());
        return Optional.empty();
    }

    private ApplyRun edited(Step step, Patience patience) throws IOException, OperatorArgs.Valueless {
        boolean fits =
                task.edit() instanceof StateEdit.Import ? step instanceof Step.Import : step instanceof Step.StateRm;
        if (!fits) {
            return new ApplyRun.Failed(misplaced(step), false, end.text(), note.localState());
        }
        List<String> operator =
                step instanceof Step.Import imports ? imports.extraArgs() : ((Step.StateRm) step).extraArgs();
        Ran ran = new EditStep(
                        steps.site(),
                        task.edit(),
                        steps.operator(operator, patience),
                        new CommenterArgs(task.extraArgs()))
                .run(patience);
        Output output = Output.of(
                steps.site().terraform().folder(), ran.from(), steps.site().redactor());
        return end.edited(note, task.edit().word(), ran.end(), output);
    }

    private Optional<Broken> one(Step step, Patience patience) throws IOException, OperatorArgs.Valueless {
        return switch (step) {
            case Step.Init init -> {
                InitStep first = new InitStep(steps.site(), steps.operator(init.extraArgs(), patience));
                boolean known = !steps.changed() && !task.tree().fresh() && first.remembered();
                yield known ? Optional.empty() : first.run("own-init", patience);
            }
            case Step.Run run -> steps.run(run, patience);
            case Step.Env env -> steps.env(env, patience);
            case Step.MultiEnv many -> steps.multienv(many, patience);
            case Step.Plan _, Step.Apply _, Step.Show _, Step.Import _, Step.StateRm _ ->
                Optional.of(new Broken(misplaced(step), ""));
        };
    }

    private Problem misplaced(Step step) {
        return Problem.of(
                "the step '" + step.word() + "' in the workflow's stage for '"
                        + task.edit().word() + "'",
                "init, the step itself, and commands",
                "Correct the steps of this project's workflow");
    }

    /** Of a run whose server went down. */
    public static ApplyRun adopt(RunFolder folder, ApplyEnd end, Patience patience, ProcessDoor door)
            throws IOException {
        String[] begun = new String(folder.read(BEGUN).orElse(new byte[0]), StandardCharsets.UTF_8).split("\n", -1);
        boolean plain = begun.length == 3 && begun[0].equals(PLAIN) && begun[2].equals(ProcessDoor.boot());
        Optional<ApplyNote> noted = ApplyNote.read(folder);
        if (!plain || noted.isEmpty()) {
            return OwnApply.adopt(folder, end, patience, door);
        }
        StepFolder edit = EditStep.notes(folder);
        if (edit.abandon()) {
            for (StepFolder step : folder.steps()) {
                door.find(folder.run(), step).stop();
                door.sweep(folder.run(), step);
            }
            return end.never();
        }
        Child child = door.find(folder.run(), edit);
        End how = child.await(patience);
        if (how instanceof End.Called called) {
            throw new Stopped(called.reason());
        }
        return end.say(end.edited(
                noted.get(), begun[1], how instanceof End.Late ? child.stop() : how, end.output(edit.from())));
    }
}
