package io.tidelock.config.workflow;

import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Section;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The key {@code workflows}: names, and the stages of each. */
public final class Recipes {
    private static final Set<String> IN_PLAN = Set.of("init", "plan", "show");
    private static final Set<String> IN_APPLY = Set.of("init", "show", "apply");
    private static final Set<String> IN_IMPORT = Set.of("init", "show", "import");
    private static final Set<String> IN_STATE_RM = Set.of("init", "show", "state_rm");

    private Recipes() {}

    /** Each by its name, in the order they were written. */
    public static Map<String, Recipe> read(Field workflows) {
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        workflows.section().ifPresent(all -> all.fields().forEach(field -> recipes.put(field.name(), recipe(field))));
        return recipes;
    }

    private static Recipe recipe(Field field) {
        if (!field.present()) {
            return Recipe.STANDARD; // a name without stages has the usual ones
        }
        Optional<Section> stages = field.section();
        if (stages.isEmpty()) {
            return Recipe.STANDARD; // a Problem of the file, which is wrong then
        }
        Section section = stages.get();
        List<Problem> refusals = new ArrayList<>();
        Workflow usual = Workflow.STANDARD;
        Workflow workflow = new Workflow(
                stage(section, "plan", IN_PLAN, refusals).orElse(usual.plan()),
                stage(section, "apply", IN_APPLY, refusals).orElse(usual.apply()),
                stage(section, "import", IN_IMPORT, refusals).orElse(usual.imports()),
                stage(section, "state_rm", IN_STATE_RM, refusals).orElse(usual.stateRm()));
        Field policy = section.field("policy_check");
        stage(section, "policy_check", Set.of("init", "show"), refusals);
        if (policy.present()) {
            refusals.addFirst(policy.remark(
                    "the workflow '" + field.name() + "' has the stage 'policy_check', which is not supported yet",
                    "stages without policy checks",
                    "Remove it to run without; it is not ignored, because an apply may rely on it."));
        }
        section.refuseTheRest();
        return new Recipe(workflow, refusals.stream().findFirst());
    }

    /** Empty when nothing is said about its steps. */
    private static Optional<List<Step>> stage(
            Section section, String name, Set<String> fitting, List<Problem> refusals) {
        Optional<Section> stage = section.field(name).section();
        if (stage.isEmpty()) {
            return Optional.empty();
        }
        Field steps = stage.get().field("steps");
        stage.get().refuseTheRest();
        if (!steps.present()) {
            return Optional.empty();
        }
        List<Step> read = new ArrayList<>();
        for (Field element : steps.elements()) {
            StepReader reader = new StepReader(element);
            reader.read().ifPresent(read::add);
            reader.refusal().ifPresent(refusals::add);
            if (reader.builtIn().isPresent()
                    && !fitting.contains(reader.builtIn().get())
                    && reader.refusal().isEmpty()) {
                refusals.add(element.remark(
                        "the step '" + reader.builtIn().get() + "' among those of '" + name + "'",
                        "one of " + String.join(", ", fitting.stream().sorted().toList()) + ", run, env, multienv",
                        "Move it to the stage that it belongs to."));
            }
        }
        return Optional.of(read);
    }
}
