package io.tidelock.benchmarks;

import java.util.List;

/** Something to be measured, that can be asked for by its name. */
public interface Line {
    String name();

    /** What it measures, in a few words. */
    String about();

    List<Row> run(Bench bench);
}
