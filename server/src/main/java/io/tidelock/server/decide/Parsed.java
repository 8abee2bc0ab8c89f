package io.tidelock.server.decide;

import io.tidelock.core.command.Command;

/** What a comment turned out to be. Texts are Markdown, and safe to post. */
sealed interface Parsed {
    /** Not a command, and nobody gets an answer. */
    record NotForUs(String reason) implements Parsed {}

    record Understood(Command command) implements Parsed {}

    /** Meant for us, and wrong: one answer that says what and how it is right. */
    record Mistake(String reply) implements Parsed {}

    /** A question that is answered at once: how a command is used. */
    record Asked(String reply) implements Parsed {}
}
