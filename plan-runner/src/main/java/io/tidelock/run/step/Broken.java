package io.tidelock.run.step;

import io.tidelock.core.outcome.Problem;

/** A step that did not do its part. */
public record Broken(Problem problem, String text) {}
