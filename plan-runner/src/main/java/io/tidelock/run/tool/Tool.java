package io.tidelock.run.tool;

import java.nio.file.Path;

/**
 * A terraform or tofu binary.
 *
 * @param identity changes when the file does
 */
public record Tool(Path path, String identity) {
    /** What people type: {@code terraform} or {@code tofu}. */
    public String name() {
        return path.getFileName().toString();
    }
}
