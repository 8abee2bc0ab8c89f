package io.tidelock.server.decide;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line as a shell would: single and double quotes, backslashes, and {@code #} at the start of a word begins a remark.
 * Nothing is expanded.
 */
final class ShellWords {
    sealed interface Split {
        record Words(List<String> words) implements Split {}

        /** A quote was opened and never closed. */
        record OpenQuote(char quote) implements Split {}

        /** The line ends in a backslash that escapes nothing. */
        record OpenEscape() implements Split {}
    }

    private static final char NONE = 0;

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private char quote = NONE;

    private ShellWords() {}

    static Split split(String line) {
        return new ShellWords().read(line);
    }

    private Split read(String line) {
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '\\' && quote != '\'') {
                at++;
                if (at == line.length()) {
                    return new Split.OpenEscape();
                }
                add(line.charAt(at));
            } else if (quote != NONE) {
                within(c);
            } else if (isSpace(c)) {
                end();
            } else if (c == '#' && !inWord) {
                break;
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else {
                add(c);
            }
        }
        end();
        return quote == NONE ? new Split.Words(List.copyOf(words)) : new Split.OpenQuote(quote);
    }

    private void within(char c) {
        if (c == quote) {
            quote = NONE;
        } else {
            add(c);
        }
    }

    private void add(char c) {
        word.append(c);
        inWord = true;
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    /** Also the spaces that phones and text editors put in. */
    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
