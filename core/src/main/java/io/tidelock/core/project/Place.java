package io.tidelock.core.project;

import java.util.List;
import java.util.Set;

/**
 * When a project's turn comes among those of its pull request.
 *
 * @param stage projects of a lower stage come first, those of the same one side by side; counted from 0
 * @param after names of the projects that must be applied, or have nothing to apply, before this one may be
 * @param strict true when a failure in a lower stage keeps this project from being run
 */
public record Place(int stage, Set<String> after, boolean strict) {
    public static final Place FIRST = new Place(0, Set.of(), false);

    public Place {
        after = Set.copyOf(after);
    }

    /** What was typed: nobody has looked yet how it fits with others. */
    public record Wish(int group, List<String> dependsOn) {
        public static final Wish NONE = new Wish(0, List.of());

        public Wish {
            dependsOn = List.copyOf(dependsOn);
        }
    }
}
