package io.tidelock.core.port.run;

import io.tidelock.core.command.Authority;
import io.tidelock.core.job.Lease;
import java.util.List;
import java.util.Map;

/** Has a program of the operator's say whether somebody may give a command. */
public interface Arbiter {
    /**
     * Runs it to its end, or until it has taken too long. Throws {@code Unavailable}, and {@code Stopped} when the lease stops it.
     */
    Ruling ask(Inquiry inquiry, Lease lease);

    /**
     * @param arguments that the program gets after its own, each as it is and never as shell text
     * @param variables what it may know, by the names under which it gets it; never shell text
     */
    record Inquiry(Authority authority, List<String> arguments, Map<String, String> variables) {
        public Inquiry {
            arguments = List.copyOf(arguments);
            variables = Map.copyOf(variables);
        }
    }

    /** What the program says. */
    sealed interface Ruling {
        /** It ended well, and the last line that it printed is {@code pass}. */
        record Pass() implements Ruling {}

        /**
         * @param why how it ended, as in <i>ended with exit code 1</i>
         * @param text what it printed, secrets hidden
         */
        record No(String why, String text) implements Ruling {}
    }
}
