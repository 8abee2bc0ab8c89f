package io.tidelock.config.yaml;

import java.util.List;
import java.util.Map;

/** A value of a YAML file, with aliases and merge keys resolved, and the place where it was written. */
sealed interface Node {
    Spot spot();

    /** How many values it is made of, those behind aliases counted each time. */
    int size();

    /** Line and column, counted from 1. */
    record Spot(int line, int column) {}

    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        NOTHING
    }

    /**
     * @param plain written without quotes, so that it may be a number or a truth value
     */
    record Scalar(String text, Kind kind, boolean plain, Spot spot) implements Node {
        @Override
        public int size() {
            return 1;
        }
    }

    record Sequence(List<Node> items, int size, Spot spot) implements Node {}

    record Mapping(Map<String, Entry> entries, int size, Spot spot) implements Node {}

    /** A key with its value; {@code spot} is the key's. */
    record Entry(Node value, Spot spot) {}
}
