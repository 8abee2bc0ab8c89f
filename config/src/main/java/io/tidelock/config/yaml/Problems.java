package io.tidelock.config.yaml;

import io.tidelock.core.outcome.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file, so that everything is said at once. */
public final class Problems {
    /** A file with more mistakes than this is not the file it was taken for. */
    private static final int MOST = 50;

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    public Problems(String file) {
        this.file = file;
    }

    void add(Node.Spot spot, String met, String expected, String next) {
        add(problem(spot, met, expected, next));
    }

    void add(Problem problem) {
        if (found.size() < MOST) {
            found.add(problem);
        }
    }

    Problem problem(Node.Spot spot, String met, String expected, String next) {
        return Problem.of(met, expected, next).at(file, spot.line(), spot.column());
    }

    public boolean none() {
        return found.isEmpty();
    }

    public List<Problem> list() {
        return List.copyOf(found);
    }
}
