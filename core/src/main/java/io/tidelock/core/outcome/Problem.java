package io.tidelock.core.outcome;

import java.util.Optional;

/**
 * Something a user can put right.
 *
 * @param met what was found, with the value
 * @param expected what would have been right; may be empty when there is nothing to expect
 * @param next the next thing to type or do
 * @param place where in a file, when it is in one
 */
public record Problem(String met, String expected, String next, Optional<Place> place) {
    /** Line and column count from 1; 0 means unknown. */
    public record Place(String file, int line, int column) {
        @Override
        public String toString() {
            return line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
        }
    }

    public static Problem of(String met, String expected, String next) {
        return new Problem(met, expected, next, Optional.empty());
    }

    public Problem at(String file, int line, int column) {
        return new Problem(met, expected, next, Optional.of(new Place(file, line, column)));
    }

    /** All of it in one line: place, value met, value expected, next thing to do. */
    public String sentence() {
        StringBuilder text = new StringBuilder();
        place.ifPresent(p -> text.append(p).append(": "));
        text.append(met);
        if (!expected.isEmpty()) {
            text.append("; expected ").append(expected);
        }
        if (!next.isEmpty()) {
            text.append(". ").append(next);
        }
        return text.toString();
    }
}
