package io.tidelock.core.project;

import java.util.List;
import java.util.Set;

/**
 * When a project's turn comes among those of its pull request.
 *
 * @param stage projects of a lower stage come first; counted from 0
 * @param after names of the projects that must be applied, or have nothing to apply, before this one may be
 * @param strict true when a failure in a lower stage keeps this project from being run
 * @param abreast how projects of the same stage go
 */
public record Place(int stage, Set<String> after, boolean strict, Abreast abreast) {
    public static final Place FIRST = new Place(0, Set.of(), false);

    public Place {
        after = Set.copyOf(after);
    }

    /** Side by side with those of the same stage. */
    public Place(int stage, Set<String> after, boolean strict) {
        this(stage, after, strict, Abreast.ALWAYS);
    }

    /**
     * Which runs of one pull request may go side by side; else they go one after the other.
     *
     * @param plans whether plans may
     * @param applies whether applies may
     */
    public record Abreast(boolean plans, boolean applies) {
        public static final Abreast ALWAYS = new Abreast(true, true);
    }

    /** What was typed: nobody has looked yet how it fits with others. */
    public record Wish(int group, List<String> dependsOn) {
        public static final Wish NONE = new Wish(0, List.of());

        public Wish {
            dependsOn = List.copyOf(dependsOn);
        }
    }
}
