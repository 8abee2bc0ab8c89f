package io.tidelock.config.repo;

import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Section;
import io.tidelock.core.outcome.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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

    void unlessText(Field field, String harmless) {
        if (field.string().stream().anyMatch(value -> !value.equals(harmless))) {
            refuse(field);
        }
    }

    void unlessZero(Field field) {
        OptionalInt value = field.integer();
        if (value.isPresent() && value.getAsInt() != 0) {
            refuse(field);
        }
    }

    void unlessEmptyList(Field field) {
        if (field.strings().stream().anyMatch(values -> !values.isEmpty())) {
            refuse(field);
        }
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
