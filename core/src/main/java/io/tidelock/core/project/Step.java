package io.tidelock.core.project;

import java.util.List;

/** One step of a workflow. The arguments are the operator's or the repository's, never a commenter's. */
public sealed interface Step {
    record Init(List<String> extraArgs) implements Step {}

    record Plan(List<String> extraArgs) implements Step {}

    record Apply(List<String> extraArgs) implements Step {}
}
