package io.tidelock.core.command;

import java.util.List;

/** What a person asked for. {@code extraArgs} are terraform arguments that passed the allowlist. */
public sealed interface Command {
    record Plan(Target target, List<String> extraArgs, boolean verbose) implements Command {
        public Plan {
            extraArgs = List.copyOf(extraArgs);
        }
    }

    record Apply(Target target, boolean verbose) implements Command {}

    record Unlock() implements Command {}

    record Help() implements Command {}

    /** @param extraArgs arguments for terraform that passed the allowlist */
    record EditState(Target target, StateEdit edit, List<String> extraArgs) implements Command {
        public EditState {
            extraArgs = List.copyOf(extraArgs);
        }
    }

    record Version(Target target) implements Command {}
}
