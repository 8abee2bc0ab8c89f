package io.tidelock.config.repo;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Quote;
import io.tidelock.config.yaml.Section;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Conditions.Locking;
import io.tidelock.core.project.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an entry says about requirements, locks and the branch, as it was typed. What is empty was not said.
 *
 * @param fields those that were said, in their order
 */
public record RawConditions(
        Optional<List<Requirement>> plan,
        Optional<List<Requirement>> apply,
        Optional<List<Requirement>> imports,
        Optional<Boolean> locking,
        Optional<Locking> mode,
        Optional<Boolean> deletesBranch,
        Map<String, Field> fields) {
    private static final String PLAN = "plan_requirements";
    private static final String APPLY = "apply_requirements";
    private static final String IMPORT = "import_requirements";
    private static final String LOCKING = "repo_locking";
    private static final String MODE = "repo_locks";
    private static final String DELETES = "delete_source_branch_on_merge";

    static final RawConditions NOTHING = new RawConditions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    public RawConditions {
        fields = Map.copyOf(fields);
    }

    /** All of them. */
    public static RawConditions read(Section section) {
        Map<String, Field> fields = new LinkedHashMap<>();
        return new RawConditions(
                requirements(said(section, PLAN, fields)),
                requirements(said(section, APPLY, fields)),
                requirements(said(section, IMPORT, fields)),
                said(section, LOCKING, fields).bool(),
                mode(said(section, MODE, fields)),
                said(section, DELETES, fields).bool(),
                fields);
    }

    /** Those that the top of a repository's file may have. */
    static RawConditions ofAll(Section section) {
        Map<String, Field> fields = new LinkedHashMap<>();
        return new RawConditions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                mode(said(section, MODE, fields)),
                said(section, DELETES, fields).bool(),
                fields);
    }

    private static Field said(Section section, String key, Map<String, Field> fields) {
        Field field = section.field(key);
        if (field.present()) {
            fields.put(key, field);
        }
        return field;
    }

    private static Optional<List<Requirement>> requirements(Field field) {
        if (!field.present()) {
            return Optional.empty();
        }
        List<Requirement> requirements = new ArrayList<>();
        for (Field element : field.elements()) {
            element.string()
                    .ifPresent(word -> Requirement.of(word).ifPresentOrElse(requirements::add, () -> strange(element)));
        }
        return Optional.of(requirements.stream().distinct().toList());
    }

    private static void strange(Field element) {
        String word = element.string().orElse("");
        String expected = "one of " + String.join(", ", Requirement.words());
        if (word.equals("policies_passed")) {
            element.wrong("'policies_passed'", expected, "Remove it: the operator asks for it, for all projects.");
        } else {
            element.wrong(
                    Quote.of(word),
                    expected,
                    DidYouMean.among(word, Requirement.words())
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse(""));
        }
    }

    private static Optional<Locking> mode(Field field) {
        Optional<Section> section = field.section();
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> mode = section.get().field("mode").oneOf("disabled", "on_plan", "on_apply");
        section.get().refuseTheRest();
        return Optional.of(
                switch (mode.orElse("on_plan")) {
                    case "disabled" -> Locking.DISABLED;
                    case "on_apply" -> Locking.ON_APPLY;
                    default -> Locking.ON_PLAN;
                });
    }

    /**
     * What holds when an operator says this after that.
     *
     * <p>An empty list does not take back an earlier one: so it is in Atlantis, and it is the safer reading.
     */
    public Conditions after(Conditions before) {
        return new Conditions(
                plan.filter(list -> !list.isEmpty()).orElse(before.plan()),
                apply.filter(list -> !list.isEmpty()).orElse(before.apply()),
                imports.filter(list -> !list.isEmpty()).orElse(before.imports()),
                lock(before.locking()),
                deletesBranch.orElse(before.deletesBranch()));
    }

    /** What one of the keys asks for, of what holds without it. */
    Conditions only(String key, Conditions before) {
        return switch (key) {
            case PLAN ->
                new Conditions(
                        plan.orElse(before.plan()),
                        before.apply(),
                        before.imports(),
                        before.locking(),
                        before.deletesBranch());
            case APPLY ->
                new Conditions(
                        before.plan(),
                        apply.orElse(before.apply()),
                        before.imports(),
                        before.locking(),
                        before.deletesBranch());
            case IMPORT ->
                new Conditions(
                        before.plan(),
                        before.apply(),
                        imports.orElse(before.imports()),
                        before.locking(),
                        before.deletesBranch());
            case LOCKING -> mode.isPresent() ? before : before.locking(lock(before.locking()));
            case MODE -> before.locking(mode.orElse(before.locking()));
            case DELETES -> before.deletingBranch(deletesBranch.orElse(before.deletesBranch()));
            default -> before;
        };
    }

    /** {@code repo_locking} is the older key: false takes no locks, true lifts that and changes nothing else. */
    private Locking lock(Locking before) {
        if (mode.isPresent()) {
            return mode.get();
        }
        if (locking.isEmpty()) {
            return before;
        }
        return !locking.get() ? Locking.DISABLED : before == Locking.DISABLED ? Locking.ON_PLAN : before;
    }
}
