package io.tidelock.core.command;

import java.util.List;
import java.util.Optional;

/** What a person asked for. {@code extraArgs} are terraform arguments that passed the allowlist. */
public sealed interface Command {
    record Plan(Target target, List<String> extraArgs, boolean verbose) implements Command {
        public Plan {
            extraArgs = List.copyOf(extraArgs);
        }
    }

    /** @param merging what is said about merging it afterwards; empty when nothing is */
    record Apply(Target target, boolean verbose, Optional<MergeWish> merging) implements Command {
        public Apply(Target target, boolean verbose) {
            this(target, verbose, Optional.empty());
        }
    }

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
