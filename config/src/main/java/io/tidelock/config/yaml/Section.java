package io.tidelock.config.yaml;

import io.tidelock.config.DidYouMean;
import io.tidelock.core.outcome.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A mapping with known keys. Ask for every field it may have, then {@link #refuseTheRest}. */
public final class Section {
    private final Node.Mapping mapping;
    private final String what;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    Section(Node.Mapping mapping, String what, Problems problems) {
        this.mapping = mapping;
        this.what = what;
        this.problems = problems;
    }

    /** The field of this name, which is then a known one. */
    public Field field(String name) {
        known.add(name);
        return new Field(name, Optional.ofNullable(mapping.entries().get(name)), problems);
    }

    /** Every key that was never asked for is a Problem. */
    public void refuseTheRest() {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.add(
                        entry.spot(),
                        "the unknown key " + Quote.of(key) + " in " + what,
                        "one of " + String.join(", ", known),
                        DidYouMean.among(key, known)
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("Remove it."));
            }
        });
    }

    /** Every field as it was written; all of them are known then. */
    public List<Field> fields() {
        return mapping.entries().keySet().stream().map(this::field).toList();
    }

    /** The keys as they were written. */
    public Set<String> keys() {
        return mapping.entries().keySet();
    }

    /** Says that something is missing here, or wrong with several fields at once. */
    public void problem(String met, String expected, String next) {
        problems.add(mapping.spot(), met, expected, next);
    }

    /** A Problem at this place that is not counted against the file. */
    public Problem remark(String met, String expected, String next) {
        return problems.problem(mapping.spot(), met, expected, next);
    }
}
