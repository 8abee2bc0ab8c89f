package io.tidelock.config.operator;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a process finds itself in.
 *
 * @param environment its variables
 * @param workingDirectory what relative paths are relative to; absolute
 * @param processors how many there are
 */
public record Surroundings(Map<String, String> environment, Path workingDirectory, int processors) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** {@code ~/} is the home directory of the environment. */
    Path path(String text) {
        String home = environment.getOrDefault("HOME", "");
        boolean atHome = text.equals("~") || text.startsWith("~/");
        String expanded = atHome && !home.isEmpty() ? home + text.substring(1) : text;
        return workingDirectory.resolve(expanded).normalize();
    }
}
