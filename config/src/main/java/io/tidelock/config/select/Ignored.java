package io.tidelock.config.select;

import io.tidelock.config.DirGlob;
import io.tidelock.core.project.Search;
import java.util.List;
import java.util.Optional;

/** The directories that are no projects unless somebody names them. A pattern that is none ignores nothing. */
record Ignored(List<DirGlob> patterns) {
    static Ignored of(Search search) {
        return new Ignored(search.ignored().stream()
                .map(DirGlob::of)
                .flatMap(Optional::stream)
                .toList());
    }

    boolean holds(String dir) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(dir));
    }
}
