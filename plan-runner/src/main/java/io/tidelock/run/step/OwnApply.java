package io.tidelock.run.step;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.project.Step;
import io.tidelock.run.process.Child;
import io.tidelock.run.process.End;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.ProcessDoor;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.process.StepFolder;
import io.tidelock.run.terraform.LocalState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An apply with commands of people's own before, after or instead of terraform's apply. Nobody but they know what they change: when
 * the server goes down while one of them runs, how the whole ended is not known, and it is not begun again.
 */
public final class OwnApply {
    private static final String BEGUN = "own-steps";
    private static final Pattern COMPLETE = Pattern.compile("(?m)^(?:Apply|Destroy) complete! Resources: .*$");

    private final OwnSteps steps;
    private final ApplyTask task;
    private final ApplyEnd end;
    private ApplyNote note;

    public OwnApply(Site site, ApplyTask task, ApplyEnd end) {
        this.note = ApplyNote.of(site);
        this.steps = new OwnSteps(site, task.project(), List.of(), true);
        this.task = task;
        this.end = end;
    }

    /** Whether commands were begun in this run. */
    public static boolean begun(RunFolder folder) {
        return Files.exists(folder.file(BEGUN));
    }

    /**
     * When we are called away, the command that runs goes on, and finds the files that it was told of.
     *
     * @param begun what was noted of the apply before
     */
    public ApplyRun run(ApplyNote begun, Patience patience) throws IOException {
        note = begun;
        ApplyRun run = follow(patience);
        steps.clear();
        return run;
    }

    private ApplyRun follow(Patience patience) throws IOException {
        RunFolder folder = steps.site().terraform().folder();
        if (task.planFile().length > 0) {
            folder.keep(OwnVariables.PLAN_FILE, task.planFile());
        }
        patience.check();
        folder.keep(BEGUN, ProcessDoor.boot().getBytes(StandardCharsets.UTF_8));
        boolean prepared = false;
        Optional<ApplyRun.Done> applied = Optional.empty();
        for (Step step : task.project().workflow().apply()) {
            Optional<Broken> broken = Optional.empty();
            try {
                if (!prepared && !(step instanceof Step.Env) && !(step instanceof Step.MultiEnv)) {
                    broken = prepare(step, patience);
                    prepared = true;
                }
                if (broken.isEmpty() && step instanceof Step.Apply apply) {
                    broken = new WorkspaceStep(steps.site()).run(patience);
                    if (broken.isEmpty()) {
                        ApplyRun ended = applied(apply, patience);
                        if (!(ended instanceof ApplyRun.Done done)) {
                            return end.say(ended);
                        }
                        applied = Optional.of(done);
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
                return end.say(new ApplyRun.Failed(
                        applied.isPresent() ? late(whole.problem()) : whole.problem(),
                        false,
                        whole.text(),
                        note.localState()));
            }
        }
        String line = applied.map(ApplyRun.Done::line).orElseGet(() -> last(steps.printed()));
        return end.say(new ApplyRun.Done(line, steps.text(), note.localState()));
    }

    /** Once the variables are set: a tree that is not the one of the plan is initialised, and a local state put in place. */
    private Optional<Broken> prepare(Step next, Patience patience) throws IOException, OperatorArgs.Valueless {
        if (task.tree().fresh() && !(next instanceof Step.Init)) {
            Optional<InitStep> planned = OwnSteps.plannedInit(steps.site(), task.project(), patience);
            Optional<Broken> broken =
                    planned.isEmpty() ? Optional.empty() : planned.get().run("init", patience);
            if (broken.isPresent()) {
                return broken;
            }
        }
        Site site = steps.site();
        Optional<LocalState> local = LocalState.of(site.root(), site.path(), site.workspace());
        if (local.isPresent() && task.localState().isPresent()) {
            local.get().place(task.localState().get());
        }
        note = note.with(local);
        note.write(site.terraform().folder());
        return Optional.empty();
    }

    private ApplyRun applied(Step.Apply apply, Patience patience) throws IOException, OperatorArgs.Valueless {
        if (task.planFile().length == 0) {
            return new ApplyRun.Failed(
                    Problem.of(
                            "the plan of this workflow left no plan file to apply",
                            "a 'plan' step, or a command that writes $PLANFILE",
                            "Correct the 'plan' steps of this project's workflow"),
                    false,
                    "",
                    Optional.empty());
        }
        End ended = new ApplyStep(steps.site(), steps.operator(apply.extraArgs(), patience))
                .run(task.planFile(), patience)
                .end();
        return ended instanceof End.NeverStarted
                ? new ApplyRun.Failed(
                        Problem.of("terraform apply was not started, after other steps had run", "", "Plan again"),
                        false,
                        end.text(),
                        note.localState())
                : end.judged(note, ended);
    }

    private Optional<Broken> one(Step step, Patience patience) throws IOException, OperatorArgs.Valueless {
        return switch (step) {
            case Step.Init init ->
                new InitStep(steps.site(), steps.operator(init.extraArgs(), patience)).run("own-init", patience);
            case Step.Show show -> steps.show(show, patience);
            case Step.Run run -> steps.run(run, patience);
            case Step.Env env -> steps.env(env, patience);
            case Step.MultiEnv many -> steps.multienv(many, patience);
            case Step.Apply apply -> throw new IllegalStateException("apply is not one of these");
            case Step.Plan _, Step.Import _, Step.StateRm _ ->
                Optional.of(new Broken(
                        Problem.of(
                                "the step '" + step.word() + "' in the apply's workflow",
                                "apply, init, show and commands",
                                "Correct the 'apply' steps of this project's workflow"),
                        ""));
        };
    }

    private static Problem late(Problem problem) {
        return Problem.of(
                "terraform has applied the plan; a step after it failed: " + problem.met(),
                problem.expected(),
                "Do by hand what that step should have done, or plan and apply again: only what is left is changed");
    }

    private static String last(String printed) {
        Matcher matcher = COMPLETE.matcher(printed);
        String line = "The commands of its workflow have ended well.";
        while (matcher.find()) {
            line = matcher.group();
        }
        return line;
    }

    /** Of a run whose server went down: waits for what still runs, and says that the whole is not known. */
    public static ApplyRun adopt(RunFolder folder, ApplyEnd end, Patience patience, ProcessDoor door)
            throws IOException {
        for (StepFolder step : folder.steps()) {
            if (step.exit().isEmpty() && !step.abandon()) {
                Child child = door.find(folder.run(), step);
                End how = child.await(patience);
                if (how instanceof End.Called called) {
                    throw new io.tidelock.core.job.Stopped(called.reason());
                }
                if (how instanceof End.Late) {
                    child.stop();
                }
            }
        }
        Optional<ApplyNote> noted = ApplyNote.read(folder);
        Optional<byte[]> state = noted.isPresent() ? noted.get().localState() : Optional.empty();
        Files.deleteIfExists(folder.file(OwnVariables.PLAN_FILE));
        Files.deleteIfExists(folder.file(OwnVariables.SHOW_FILE));
        return end.say(new ApplyRun.Unknown(
                Problem.of(
                        "the server went down while the steps of its workflow ran: which of them were done is not known",
                        "",
                        "See below what they printed, and look what is really there; then plan again: the plan shows what"
                                + " is left to do"),
                end.text(),
                state));
    }
}
