package io.tidelock.run.step;

import java.util.List;

/** Arguments from the operator's or the repository's workflow. */
public record OperatorArgs(List<String> values) {
    public static final OperatorArgs NONE = new OperatorArgs(List.of());

    public OperatorArgs {
        values = List.copyOf(values);
    }
}
