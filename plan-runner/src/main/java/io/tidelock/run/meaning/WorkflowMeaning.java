package io.tidelock.run.meaning;

import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a workflow of people's own adds to the meaning of a plan: what will be run when it is applied, and what made it when
 * terraform's own plan step did not. Commands may read every file of the tree, so that its content counts with them.
 */
public final class WorkflowMeaning {
    private static final String APPLY = "workflow: apply steps";
    private static final String PLAN = "workflow: plan steps";
    private static final String FILES = "workflow: its commands' files";
    private static final String UNREAD = "the files that the commands of its workflow may read";

    private final Workflow workflow;
    private final Path root;
    private final KeyedHash hash;

    /** @param root of the working tree, as the plan has left it */
    public WorkflowMeaning(Workflow workflow, Path root, KeyedHash hash) {
        this.workflow = workflow;
        this.root = root;
        this.hash = hash;
    }

    /** With what will be run at the apply, when that is not terraform's apply alone. */
    public PlanFingerprint of(PlanFingerprint plan) {
        if (workflow.apply().equals(Workflow.STANDARD.apply())) {
            return plan;
        }
        return add(plan, List.of(APPLY), new Workflow(List.of(), workflow.apply()).runsScripts());
    }

    /**
     * The same of a plan that commands have made: it equals at most one that the same commands have made of the same files.
     *
     * @param here whether terraform was initialised in the project's directory; else nobody knows where the state is kept
     */
    public PlanFingerprint ofCommands(PlanFingerprint plan, boolean here) {
        PlanFingerprint whole = add(plan, List.of(APPLY, PLAN), true);
        if (here) {
            return whole;
        }
        List<String> unseen = new ArrayList<>(whole.unseen());
        unseen.add("where the commands of its workflow keep the state");
        return new PlanFingerprint(whole.parts(), unseen);
    }

    private PlanFingerprint add(PlanFingerprint plan, List<String> names, boolean files) {
        SortedMap<String, String> parts = new TreeMap<>(plan.parts());
        List<String> unseen = new ArrayList<>(plan.unseen());
        for (String name : names) {
            parts.put(name, hash.of(name, said(name.equals(PLAN) ? workflow.plan() : workflow.apply())));
        }
        if (files) {
            files().ifPresentOrElse(found -> parts.put(FILES, found), () -> unseen.add(UNREAD));
        }
        return new PlanFingerprint(parts, unseen);
    }

    private Optional<String> files() {
        try {
            return Beside.all(root, hash).map(all -> hash.of(FILES, List.of(all.toString())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Everything that is written in the steps; no two different lists of steps say the same. */
    private static List<String> said(List<Step> steps) {
        List<String> said = new ArrayList<>();
        for (Step step : steps) {
            said.add(step.word());
            switch (step) {
                case Step.Init init -> list(init.extraArgs(), said);
                case Step.Plan plan -> list(plan.extraArgs(), said);
                case Step.Show show -> list(show.extraArgs(), said);
                case Step.Apply apply -> list(apply.extraArgs(), said);
                case Step.Import imports -> list(imports.extraArgs(), said);
                case Step.StateRm remove -> list(remove.extraArgs(), said);
                case Step.Run run -> {
                    script(run.script(), said);
                    said.add(run.shown().hidden() + " " + run.shown().refreshStripped());
                    list(run.shown().filters(), said);
                }
                case Step.Env env -> {
                    said.add(env.name());
                    list(env.value().stream().toList(), said);
                    said.add(String.valueOf(env.script().isPresent()));
                    env.script().ifPresent(script -> script(script, said));
                }
                case Step.MultiEnv many -> {
                    script(many.script(), said);
                    said.add(String.valueOf(many.told()));
                }
            }
        }
        return said;
    }

    private static void script(Step.Script script, List<String> said) {
        said.add(script.command());
        said.add(script.shell());
        list(script.shellArgs(), said);
    }

    private static void list(List<String> texts, List<String> said) {
        said.add(String.valueOf(texts.size()));
        said.addAll(texts);
    }
}
