package io.tidelock.run.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to be started.
 *
 * @param argv the program's absolute path and its arguments, each as it is
 * @param environment all of it: nothing is inherited
 * @param output file to which standard output is appended
 * @param errors file to which standard error is appended; to {@code output} when empty
 */
public record Launch(
        List<String> argv, Path directory, Map<String, String> environment, Path output, Optional<Path> errors) {
    public Launch {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }
}
