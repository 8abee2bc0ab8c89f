package io.tidelock.server.decide;

import io.tidelock.config.DidYouMean;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The texts that answer a comment at once. */
final class Replies {
    private final CommandWords words;
    private final List<Verb> verbs;

    /** @param allowed other commands are not spoken of */
    Replies(CommandWords words, Allowed allowed) {
        this.words = words;
        this.verbs = Arrays.stream(Verb.values()).filter(allowed::command).toList();
    }

    String help() {
        int width = verbs.stream()
                .mapToInt(verb -> words.typed(verb.form()).length())
                .max()
                .orElse(0);
        String lines = verbs.stream()
                .map(verb -> String.format("%-" + width + "s   %s", words.typed(verb.form()), verb.purpose()))
                .collect(Collectors.joining("\n"));
        return "```\n" + lines + "\n```\n" + otherWords() + "A command is the whole comment, on one line. "
                + words(words.typed("plan -h")) + " explains one command.\n";
    }

    String usage(Verb verb) {
        String flags = Arrays.stream(Flag.values())
                .filter(verb.flags()::contains)
                .map(Flag::line)
                .collect(Collectors.joining("\n"));
        String extra = switch (verb) {
            case PLAN -> "\nTerraform arguments may be " + ExtraArguments.allowed() + ".\n";
            case IMPORT -> "\nTerraform arguments may be `-var NAME=VALUE` and `-var-file=FILE`.\n";
            case APPLY, UNLOCK, STATE, VERSION, HELP -> "";
        };
        return "`" + words.typed(verb.word()) + "`: " + verb.purpose() + ".\n\n```\n" + words.typed(verb.form()) + "\n"
                + flags + "\n```\n" + extra;
    }

    /** Several things may be wrong with one command; all are said at once. */
    String wrong(Verb verb, List<String> mistakes) {
        return "I did not run this:\n\n"
                + mistakes.stream().map(mistake -> "- " + mistake).collect(Collectors.joining("\n"))
                + "\n\nThe form is `" + words.typed(verb.form()) + "`.\n";
    }

    String unreadable(String what) {
        return "I could not read this command: " + what + ".\n";
    }

    String unknownCommand(String word) {
        if (Verb.PLANNED.contains(word.toLowerCase(java.util.Locale.ROOT))) {
            return "The command " + InlineCode.of(word) + " is not supported yet. " + available();
        }
        if (word.startsWith("-")) {
            return "I did not run this: the command comes first, then its flags, like "
                    + words(words.typed("plan -d DIR")) + ". " + available();
        }
        Optional<String> near = DidYouMean.among(word, Verb.words());
        return InlineCode.of(word) + " is not a command. "
                + near.map(verb -> "Did you mean " + words(words.typed(verb)) + "? ")
                        .orElse("")
                + available();
    }

    /** {@code first} is not one of our words, but the rest reads like a command of ours. */
    String didYouMean(String first, String rest) {
        return "Did you mean " + InlineCode.of(words.typed(rest)) + " instead of " + InlineCode.of(first + " " + rest)
                + "?\n";
    }

    private String available() {
        return "There are " + InlineCode.list(verbs.stream().map(Verb::word).toList()) + "; "
                + words(words.typed("help")) + " says more.\n";
    }

    private String otherWords() {
        List<String> others = words.prefixes().stream().skip(1).toList();
        if (others.isEmpty() && !words.bare()) {
            return "";
        }
        String bare = words.bare() && !words.prefixes().isEmpty() ? "The first word may be left out. " : "";
        String also = others.isEmpty() ? "" : "The first word may also be " + InlineCode.list(others) + ". ";
        return bare + also;
    }

    private static String words(String typed) {
        return InlineCode.of(typed);
    }
}
