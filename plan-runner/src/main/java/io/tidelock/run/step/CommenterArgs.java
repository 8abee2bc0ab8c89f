package io.tidelock.run.step;

import java.util.List;

/** Arguments from a comment, already checked against what a commenter may say. They come last, and only to plan. */
public record CommenterArgs(List<String> values) {
    public CommenterArgs {
        values = List.copyOf(values);
    }
}
