package io.tidelock.config.select;

import java.util.List;

/** A piece of a pattern: which characters it takes, and where the pattern goes on after them. */
sealed interface Piece {
    boolean accepts(int point);

    /** Whether it may take another character after one. */
    default boolean stays() {
        return false;
    }

    /** Whether the next piece may follow this character. */
    default boolean advances(int point) {
        return !stays();
    }

    /** How many pieces further the pattern may go on without any character; 0 when it may not. */
    default int skips() {
        return 0;
    }

    record Letter(int letter) implements Piece {
        @Override
        public boolean accepts(int point) {
            return point == letter;
        }
    }

    /** {@code ?} */
    record Any() implements Piece {
        @Override
        public boolean accepts(int point) {
            return point != '/';
        }
    }

    /** {@code [a-z]}, or its opposite. */
    record OneOf(List<Range> ranges, boolean opposite) implements Piece {
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
    record Star() implements Piece {
        @Override
        public boolean accepts(int point) {
            return point != '/';
        }

        @Override
        public boolean stays() {
            return true;
        }

        @Override
        public int skips() {
            return 1;
        }
    }

    /** {@code **} at the end, or before letters at the very start: any characters, slashes included. */
    record Rest() implements Piece {
        @Override
        public boolean accepts(int point) {
            return true;
        }

        @Override
        public boolean stays() {
            return true;
        }

        @Override
        public int skips() {
            return 1;
        }
    }

    /** {@code **}/: no directory, or what {@link InDirs} takes, which always comes next. */
    record Dirs() implements Piece {
        @Override
        public boolean accepts(int point) {
            return false;
        }

        @Override
        public int skips() {
            return 2;
        }
    }

    /** Any directories, up to and including a slash. */
    record InDirs() implements Piece {
        @Override
        public boolean accepts(int point) {
            return true;
        }

        @Override
        public boolean stays() {
            return true;
        }

        @Override
        public boolean advances(int point) {
            return point == '/';
        }
    }
}
