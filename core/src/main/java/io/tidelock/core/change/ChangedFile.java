package io.tidelock.core.change;

import java.util.Optional;

/**
 * A file that differs between base and head. Paths are relative to the repository's root, with {@code /}.
 *
 * @param previousPath where a renamed file was before
 */
public record ChangedFile(String path, Optional<String> previousPath) {
    public static ChangedFile at(String path) {
        return new ChangedFile(path, Optional.empty());
    }
}
