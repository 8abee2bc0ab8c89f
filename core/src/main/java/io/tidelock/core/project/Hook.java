package io.tidelock.core.project;

import java.util.Locale;
import java.util.Optional;

/**
 * A command of the operator's, run once before or after what is done for a pull request, whatever its projects.
 *
 * @param description how people know it
 * @param commands text in which the names of the commands occur that it is for; empty when it is for all
 */
public record Hook(When when, Step.Script script, String description, Optional<String> commands) {
    /** On which side of the command. */
    public enum When {
        PRE,
        POST;

        /** As files and statuses call it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT) + "_workflow_hook";
        }
    }

    /**
     * True when it is run for this command, such as {@code plan} or {@code autoplan}. As Atlantis has it, the name may stand
     * anywhere in the text: {@code autoplan} is for {@code plan} as well.
     */
    public boolean isFor(String command) {
        return commands.filter(text -> !text.contains(command)).isEmpty();
    }

    /** Its name among statuses and runs. */
    public String label() {
        return when.word() + ": " + description;
    }
}
