package io.tidelock.config.select;

import java.util.List;

/** A piece of a pattern. */
sealed interface Piece {
    /** Exactly one character. */
    sealed interface One extends Piece {
        boolean accepts(int point);
    }

    record Letter(int letter) implements One {
        @Override
        public boolean accepts(int point) {
            return point == letter;
        }
    }

    /** {@code ?} */
    record Any() implements One {
        @Override
        public boolean accepts(int point) {
            return point != '/';
        }
    }

    /** {@code [a-z]}, or its opposite. */
    record OneOf(List<Range> ranges, boolean opposite) implements One {
        @Override
        public boolean accepts(int point) {
            return point != '/' && ranges.stream().anyMatch(range -> range.holds(point)) != opposite;
        }
    }

    record Range(int from, int to) {
        boolean holds(int point) {
            return from <= point && point <= to;
        }
    }

    /** {@code *}: any characters of a name. */
    record Star() implements Piece {}

    /** {@code **} at the end, or before letters at the very start: any characters, slashes included. */
    record Rest() implements Piece {}

    /** {@code **}/: no directory, or what {@link InDirs} matches, which always comes next. */
    record Dirs() implements Piece {}

    /** Any directories, up to and including a slash. */
    record InDirs() implements Piece {}
}
