package io.tidelock.core.command;

import java.util.List;

/**
 * A program of the operator's that says who may give which commands.
 *
 * @param command what a shell reads; nothing of anybody else is ever put into it
 * @param args more of it, with spaces between
 */
public record Authority(String command, List<String> args) {
    public Authority {
        args = List.copyOf(args);
    }

    /** All that the shell reads, in front of the arguments that are added to it. */
    public String text() {
        return String.join(" ", command.strip(), String.join(" ", args)).strip();
    }
}
