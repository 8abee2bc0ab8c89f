package io.tidelock.config.repo;

import io.tidelock.config.yaml.Field;
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

    static void silence(Field field) {
        field.elements().forEach(element -> element.oneOf("plan", "apply"));
    }

    private void refuse(Field field) {
        found.add(
                field.remark(
                        "'" + field.name() + "' is " + field.met() + ", which is not supported yet",
                        "no '" + field.name() + "'",
                        "Remove it to run without; it is not ignored, because that would run something else than the file says."));
    }
}
