package io.tidelock.server.decide;

import java.util.Optional;

/** What may follow a command. */
enum Flag {
    DIR("dir", "d", "DIR", "the project in this directory, relative to the root of the repository"),
    WORKSPACE("workspace", "w", "WORKSPACE", "the project in this terraform workspace"),
    PROJECT("project", "p", "PROJECT", "the project of this name; not together with -d or -w"),
    VERBOSE("verbose", "", "", "say more"),
    AUTO_MERGE_DISABLED("auto-merge-disabled", "", "", "do not merge the pull request afterwards"),
    AUTO_MERGE_METHOD("auto-merge-method", "", "METHOD", "how to merge it afterwards: merge, rebase or squash"),
    HELP("help", "h", "", "how the command is used");

    private final String word;
    private final String letter;
    private final String value;
    private final String purpose;

    Flag(String word, String letter, String value, String purpose) {
        this.word = word;
        this.letter = letter;
        this.value = value;
        this.purpose = purpose;
    }

    String word() {
        return word;
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    /** As people type it: {@code -d} where there is a letter, {@code --verbose} otherwise. */
    String typed() {
        return letter.isEmpty() ? "--" + word : "-" + letter;
    }

    /** The line that explains it. */
    String line() {
        String names = letter.isEmpty() ? "    --" + word : "-" + letter + ", --" + word;
        String name = takesValue() ? names + " " + value : names;
        return String.format("  %-28s %s", name, purpose);
    }

    static Optional<Flag> ofWord(String word, Iterable<Flag> known) {
        for (Flag flag : known) {
            if (flag.word.equals(word)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }

    static Optional<Flag> ofLetter(String letter, Iterable<Flag> known) {
        for (Flag flag : known) {
            if (!flag.letter.isEmpty() && flag.letter.equals(letter)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }
}
