package io.tidelock.config.repo;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Quote;
import io.tidelock.config.yaml.Section;
import io.tidelock.core.outcome.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the keys that must not be ignored and cannot be obeyed yet. Their types are checked all the same. */
final class Refusals {
    private final List<Problem> found = new ArrayList<>();

    List<Problem> list() {
        return List.copyOf(found);
    }

    void ifPresent(Field field) {
        if (field.present()) {
            refuse(field);
        }
    }

    void unless(Field field, boolean harmless) {
        Optional<Boolean> value = field.bool();
        if (value.isPresent() && value.get() != harmless) {
            refuse(field);
        }
    }

    /** Rules for when a project may be planned, applied or imported. */
    void unlessNoRequirement(Field field) {
        List<String> known = List.of("approved", "mergeable", "undiverged");
        List<Field> elements = field.elements();
        for (Field element : elements) {
            Optional<String> rule = element.string();
            if (rule.equals(Optional.of("policies_passed"))) {
                element.wrong(
                        "'policies_passed'",
                        "one of " + String.join(", ", known),
                        "Remove it: the operator asks for it, for all projects.");
            } else if (rule.isPresent() && !known.contains(rule.get())) {
                element.wrong(
                        Quote.of(rule.get()),
                        "one of " + String.join(", ", known),
                        DidYouMean.among(rule.get(), known)
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse(""));
            }
        }
        if (!elements.isEmpty()) {
            refuse(field);
        }
    }

    static void silence(Field field) {
        field.elements().forEach(element -> element.oneOf("plan", "apply"));
    }

    /** {@code repo_locks: {mode: …}}, where our own mode is harmless. */
    void unlessMode(Field field) {
        Optional<Section> section = field.section();
        if (section.isPresent()) {
            unlessMode(field, section.get());
        }
    }

    private void unlessMode(Field field, Section section) {
        Optional<String> mode = section.field("mode").oneOf("disabled", "on_plan", "on_apply");
        section.refuseTheRest();
        if (mode.stream().anyMatch(value -> !value.equals("on_plan"))) {
            refuse(field);
        }
    }

    private void refuse(Field field) {
        found.add(
                field.remark(
                        "'" + field.name() + "' is " + field.met() + ", which is not supported yet",
                        "no '" + field.name() + "'",
                        "Remove it to run without; it is not ignored, because that would run something else than the file says."));
    }
}
