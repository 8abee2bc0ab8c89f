package io.tidelock.core.project;

import java.util.List;

/** The steps that plan a project and those that apply it, in order. */
public record Workflow(List<Step> plan, List<Step> apply) {
    public static final Workflow STANDARD = new Workflow(
            List.of(new Step.Init(List.of()), new Step.Plan(List.of())), List.of(new Step.Apply(List.of())));

    public Workflow {
        plan = List.copyOf(plan);
        apply = List.copyOf(apply);
    }
}
