package io.tidelock.run;

import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import io.tidelock.run.meaning.WorkflowMeaning;
import io.tidelock.run.memory.InitMemory;
import io.tidelock.run.memory.ProviderShelf;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.step.Broken;
import io.tidelock.run.step.CommenterArgs;
import io.tidelock.run.step.InitStep;
import io.tidelock.run.step.OperatorArgs;
import io.tidelock.run.step.OwnPlan;
import io.tidelock.run.step.OwnSteps;
import io.tidelock.run.step.PlanStep;
import io.tidelock.run.step.Site;
import io.tidelock.run.step.WorkspaceStep;
import io.tidelock.run.terraform.Inputs;
import io.tidelock.run.terraform.LocalState;
import io.tidelock.run.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans one project: the steps of its workflow, one after the other. */
final class Planning {
    private final Workshop workshop;
    private final Optional<Duration> limit;

    /** @param limit for all steps of a plan together, from when it is its turn */
    Planning(Workshop workshop, Optional<Duration> limit) {
        this.workshop = workshop;
        this.limit = limit;
    }

    PlanRun plan(Tool tool, RunFolder folder, PlanTask task, Lease lease) throws IOException {
        return switch (workshop.open(tool, folder, task.project(), task.tree())) {
            case Workshop.Opened.Closed closed -> new PlanRun.Failed(closed.problem(), "");
            case Workshop.Opened.Ready ready -> {
                try (var _ = workshop.turns().take(ready.site().path(), Patience.obedient(lease, Optional.empty()))) {
                    yield new Course(ready.site(), task, Patience.obedient(lease, limit)).run();
                }
            }
        };
    }

    /** One plan on its way. */
    private final class Course {
        private Site site;
        private final PlanTask task;
        private final Patience patience;
        private final List<String> arguments = new ArrayList<>();
        private Optional<InitStep> skipped = Optional.empty();
        private Optional<InitMemory.Ticket> restored = Optional.empty();
        private boolean initialised;
        private boolean placed;

        Course(Site site, PlanTask task, Patience patience) {
            this.site = site;
            this.task = task;
            this.patience = patience;
        }

        PlanRun run() throws IOException {
            OwnSteps own = new OwnSteps(site, task.project(), task.extraArgs(), false);
            try {
                return follow(own);
            } finally {
                own.clear();
            }
        }

        private PlanRun follow(OwnSteps own) throws IOException {
            Optional<PlanRun.Done> done = Optional.empty();
            for (Step step : task.project().workflow().plan()) {
                patience.check();
                Optional<Broken> broken;
                try {
                    broken = switch (step) {
                        case Step.Init init -> initialise(init, own);
                        case Step.Plan plan -> {
                            PlanRun run = plan(plan, own);
                            if (run instanceof PlanRun.Done planned) {
                                done = Optional.of(planned);
                                own.tell(planned.text());
                                yield Optional.empty();
                            }
                            yield Optional.of(new Broken(((PlanRun.Failed) run).problem(), run.text()));
                        }
                        case Step.Show show -> own.show(show, patience);
                        case Step.Run run -> {
                            placeState();
                            yield own.run(run, patience);
                        }
                        case Step.Env env -> own.env(env, patience);
                        case Step.MultiEnv many -> own.multienv(many, patience);
                        case Step.Apply _, Step.Import _, Step.StateRm _ ->
                            Optional.of(misplaced("the step '" + step.word() + "' in the plan's workflow"));
                    };
                } catch (OperatorArgs.Valueless valueless) {
                    broken = Optional.of(valueless.broken());
                }
                if (broken.isPresent()) {
                    return failed(own.after(broken.get()));
                }
                site = own.site();
            }
            return done.isPresent() ? with(done.get(), own.text()) : withoutPlanStep(own);
        }

        private PlanRun with(PlanRun.Done done, String text) {
            WorkflowMeaning meaning = new WorkflowMeaning(task.project().workflow(), site.root(), workshop.hash());
            return new PlanRun.Done(
                    done.changes(),
                    done.summary(),
                    done.planFile(),
                    done.inputs(),
                    done.localState(),
                    text,
                    meaning.of(done.fingerprint()));
        }

        /** What commands planned by themselves. */
        private PlanRun withoutPlanStep(OwnSteps own) throws IOException {
            Workflow workflow = task.project().workflow();
            OwnPlan plan = new OwnPlan(own, workshop.hash());
            boolean needed = workflow.apply().stream().anyMatch(Step.Apply.class::isInstance);
            if (!plan.there() && (needed || !workflow.runsScripts())) {
                return failed(own.after(misplaced(
                        workflow.runsScripts()
                                ? "no plan step in the plan's workflow, and no command that wrote $PLANFILE"
                                : "no plan step in the plan's workflow")));
            }
            Optional<Problem> fault = plan.fault();
            if (fault.isPresent()) {
                return failed(own.after(new Broken(fault.get(), "")));
            }
            OwnPlan.Found found = plan.read(patience);
            Optional<LocalState> local = LocalState.of(site.root(), site.path(), site.workspace());
            boolean kept = local.isPresent() && local.get().read().isPresent();
            WorkflowMeaning meaning = new WorkflowMeaning(workflow, site.root(), workshop.hash());
            return new PlanRun.Done(
                    found.changes(),
                    found.summary(),
                    found.planFile(),
                    Inputs.ALL,
                    kept,
                    own.text(),
                    meaning.ofCommands(
                            found.fingerprint(), Files.isDirectory(site.path().resolve(".terraform"))));
        }

        /** Before commands run, which may plan by themselves. */
        private void placeState() throws IOException {
            Optional<LocalState> local = LocalState.of(site.root(), site.path(), site.workspace());
            if (local.isPresent() && task.localState().isPresent() && !placed) {
                local.get().place(task.localState().get());
            }
            placed = true;
        }

        private Optional<Broken> initialise(Step.Init init, OwnSteps own) throws IOException, OperatorArgs.Valueless {
            OperatorArgs operator = own.operator(init.extraArgs(), patience);
            arguments.addAll(operator.values());
            initialised = true;
            InitStep step = new InitStep(site, operator);
            if (!own.changed() && !task.tree().fresh() && step.remembered()) {
                skipped = Optional.of(step);
                return Optional.empty();
            }
            Optional<InitMemory.Ticket> ticket = own.untouched()
                    ? task.shared().flatMap(repo -> workshop.memory().ticket(site, step.arguments(), repo))
                    : Optional.empty();
            if (ticket.isEmpty()) {
                return own.untouched() ? provided(step) : step.run("init", patience);
            }
            try (var _ = workshop.turns().take(ticket.get().turn(), patience)) {
                return initialise(step, ticket.get());
            }
        }

        private Optional<Broken> initialise(InitStep step, InitMemory.Ticket ticket) throws IOException {
            if (ticket.restore()) {
                step.spare();
                site.terraform().folder().log().say("(already initialised: nothing that it depends on has changed)");
                skipped = Optional.of(step);
                restored = Optional.of(ticket);
                return Optional.empty();
            }
            Optional<Broken> broken = provided(step);
            if (broken.isEmpty()) {
                ticket.keep();
            }
            return broken;
        }

        /** With providers that others have downloaded, and for others; but not for a fork. */
        private Optional<Broken> provided(InitStep step) throws IOException {
            Optional<ProviderShelf> shelf =
                    workshop.shelf().filter(any -> task.shared().isPresent());
            shelf.ifPresent(all -> all.offer(site));
            Optional<Broken> broken = step.run("init", patience);
            if (broken.isEmpty()) {
                shelf.ifPresent(all -> all.take(site));
            }
            return broken;
        }

        private PlanRun plan(Step.Plan operator, OwnSteps own) throws IOException, OperatorArgs.Valueless {
            Optional<Broken> broken = new WorkspaceStep(site).run(patience);
            if (broken.isPresent()) {
                return failed(broken.get());
            }
            Optional<LocalState> local = LocalState.of(site.root(), site.path(), site.workspace());
            if (local.isPresent() && task.localState().isPresent()) {
                local.get().place(task.localState().get());
            }
            patience.check();
            PlanStep step = new PlanStep(
                    site,
                    own.operator(operator.extraArgs(), patience),
                    new CommenterArgs(task.extraArgs()),
                    workshop.hash());
            if (task.project().workflow().plan().getLast() != operator) {
                step.leaving(own.planFile());
            }
            arguments.addAll(step.arguments());
            PlanStep.Result result = step.run("plan", patience);
            if (result instanceof PlanStep.Result.InitNeeded && skipped.isPresent()) {
                if (restored.isPresent()) {
                    restored.get().withdraw();
                }
                broken = skipped.get().run("init-again", patience);
                if (broken.isPresent()) {
                    return failed(broken.get());
                }
                result = step.run("plan-again", patience);
            }
            return switch (result) {
                case PlanStep.Result.Idle idle ->
                    new PlanRun.Done(
                            false,
                            PlanSummary.nothing(),
                            new byte[0],
                            inputs(own),
                            local.isPresent(),
                            idle.text(),
                            PlanFingerprint.unknown("it has no changes"));
                case PlanStep.Result.Changes changes ->
                    new PlanRun.Done(
                            true,
                            changes.meaning().summary(),
                            changes.planFile(),
                            inputs(own),
                            local.isPresent(),
                            changes.text(),
                            changes.meaning().fingerprint());
                case PlanStep.Result.InitNeeded needed -> failed(needed.broken());
                case PlanStep.Result.Failed failed -> failed(failed.broken());
            };
        }

        /** Without init of ours, nobody has listed the modules. */
        private List<String> inputs(OwnSteps own) throws IOException {
            boolean plain = initialised
                    && !task.project().workflow().runsScripts()
                    && !Files.isSymbolicLink(site.root().resolve(site.dir()));
            List<String> variables = workshop.environment().values().entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith("TF_VAR_")
                            || entry.getKey().startsWith("TF_CLI_ARGS"))
                    .map(java.util.Map.Entry::getValue)
                    .toList();
            boolean straight = site.root().resolve(site.dir()).normalize().equals(site.path());
            return plain && straight ? Inputs.of(site.root(), site.path(), arguments, variables) : Inputs.ALL;
        }
    }

    private static PlanRun failed(Broken broken) {
        return new PlanRun.Failed(broken.problem(), broken.text());
    }

    private static Broken misplaced(String met) {
        return new Broken(
                Problem.of(met, "init, then plan", "Correct the 'plan' steps of this project's workflow"), "");
    }
}
