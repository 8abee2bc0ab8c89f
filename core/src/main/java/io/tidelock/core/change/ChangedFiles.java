package io.tidelock.core.change;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All files that a pull request changes, in the order of their paths. */
public record ChangedFiles(List<ChangedFile> files) {
    public ChangedFiles {
        files = List.copyOf(files);
    }

    public static ChangedFiles of(String... paths) {
        return new ChangedFiles(
                java.util.Arrays.stream(paths).map(ChangedFile::at).toList());
    }

    /** Every path touched: a rename counts with both its names. */
    public Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        for (ChangedFile file : files) {
            paths.add(file.path());
            file.previousPath().ifPresent(paths::add);
        }
        return paths;
    }
}
