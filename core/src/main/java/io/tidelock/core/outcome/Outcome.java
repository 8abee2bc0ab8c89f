package io.tidelock.core.outcome;

import io.tidelock.core.change.PullRef;

/** What is true of one project of a pull request. Texts are what terraform printed, cut to what a comment can hold. */
public sealed interface Outcome {
    /** Selected; its plan has not ended yet. */
    record Underway() implements Outcome {}

    /** A plan with changes waits to be applied. */
    record Planned(PlanSummary summary, PlanId plan, String text, boolean localState) implements Outcome {}

    /** The plan found nothing to do. */
    record Unchanged(String text) implements Outcome {}

    record PlanFailed(Problem problem, String text) implements Outcome {}

    /** Not planned, because another pull request holds the project's lock. */
    record Locked(PullRef holder) implements Outcome {}

    record Applied(String line, String text) implements Outcome {}

    record ApplyFailed(Problem problem, String text) implements Outcome {}

    /** The apply was cut off: what it did is not known. It is never repeated by itself. */
    record ApplyUnknown(Problem problem, String text) implements Outcome {}

    /** There was a plan, and it must not be applied any more; {@code problem} says why and what to type. */
    record Discarded(Problem problem) implements Outcome {}
}
