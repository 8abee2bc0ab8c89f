package io.tidelock.core.command;

/** Which projects a command is about. */
public sealed interface Target {
    /** For plan: every project the pull request touches. For apply: every plan that waits. */
    record All() implements Target {}

    /** One directory in one workspace; {@code dir} is relative and clean, {@code .} for the root. */
    record InDirectory(String dir, String workspace) implements Target {}

    /** The project of this name. */
    record Named(String name) implements Target {}
}
