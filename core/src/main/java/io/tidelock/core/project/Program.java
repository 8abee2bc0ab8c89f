package io.tidelock.core.project;

import java.util.Optional;

/**
 * Which program a project is run with, as far as its file says.
 *
 * @param version with three numbers, like {@code 1.9.8}
 */
public record Program(Optional<Distribution> distribution, Optional<String> version) {
    /** The one that the operator or the project's own code asks for. */
    public static final Program USUAL = new Program(Optional.empty(), Optional.empty());
}
