package io.tidelock.core.project;

import java.util.List;

/**
 * The steps for each thing that can be done with a project, in order.
 *
 * @param program what terraform's steps are run with
 */
public record Workflow(List<Step> plan, List<Step> apply, List<Step> imports, List<Step> stateRm, Program program) {
    private static final List<Step> STANDARD_IMPORT = List.of(new Step.Init(List.of()), new Step.Import(List.of()));
    private static final List<Step> STANDARD_STATE_RM = List.of(new Step.Init(List.of()), new Step.StateRm(List.of()));

    public static final Workflow STANDARD = new Workflow(
            List.of(new Step.Init(List.of()), new Step.Plan(List.of())), List.of(new Step.Apply(List.of())));

    public Workflow {
        plan = List.copyOf(plan);
        apply = List.copyOf(apply);
        imports = List.copyOf(imports);
        stateRm = List.copyOf(stateRm);
    }

    /** With the standard steps for the rest. */
    public Workflow(List<Step> plan, List<Step> apply) {
        this(plan, apply, STANDARD_IMPORT, STANDARD_STATE_RM);
    }

    public Workflow(List<Step> plan, List<Step> apply, List<Step> imports, List<Step> stateRm) {
        this(plan, apply, imports, stateRm, Program.USUAL);
    }

    public Workflow with(Program other) {
        return new Workflow(plan, apply, imports, stateRm, other);
    }

    /** True when planning or applying runs commands of people's own, which may read any file. */
    public boolean runsScripts() {
        return runsScripts(plan) || runsScripts(apply);
    }

    /** True when one of these steps runs a command of people's own. */
    public static boolean runsScripts(List<Step> steps) {
        return steps.stream().anyMatch(step -> switch (step) {
            case Step.Run run -> true;
            case Step.MultiEnv many -> true;
            case Step.Env env -> env.script().isPresent();
            case Step.Init init -> false;
            case Step.Plan plan -> false;
            case Step.Show show -> false;
            case Step.Apply apply -> false;
            case Step.Import imports -> false;
            case Step.StateRm remove -> false;
        });
    }
}
