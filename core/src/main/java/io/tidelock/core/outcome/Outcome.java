package io.tidelock.core.outcome;

import io.tidelock.core.change.PullRef;
import java.util.List;
import java.util.Optional;

/** What is true of one project of a pull request. Texts are what terraform printed, cut to what a comment can hold. */
public sealed interface Outcome {
    /** The plan that is kept for the project, if there is one. */
    default Optional<Planned> kept() {
        return switch (this) {
            case Planned planned -> Optional.of(planned);
            case Stale stale -> Optional.of(stale.planned());
            case Underway underway -> Optional.empty();
            case Unchanged unchanged -> Optional.empty();
            case PlanFailed failed -> Optional.empty();
            case Locked locked -> Optional.empty();
            case Applied applied -> Optional.empty();
            case ApplyFailed failed -> Optional.empty();
            case ApplyUnknown unknown -> Optional.empty();
            case Discarded discarded -> Optional.empty();
        };
    }

    /** Selected; its plan has not ended yet. */
    record Underway() implements Outcome {}

    /**
     * A plan with changes waits to be applied.
     *
     * @param hold why merging has not applied it, when it has not
     */
    record Planned(PlanSummary summary, PlanId plan, String text, boolean localState, Optional<Hold> hold)
            implements Outcome {
        public Planned(PlanSummary summary, PlanId plan, String text, boolean localState) {
            this(summary, plan, text, localState, Optional.empty());
        }
    }

    /**
     * There is a plan that must not be applied as it is, because what it was made from has changed. It is kept, so that a new
     * plan can be compared with it.
     */
    record Stale(Planned planned, Problem why) implements Outcome {}

    /** The plan found nothing to do. */
    record Unchanged(String text) implements Outcome {}

    record PlanFailed(Problem problem, String text) implements Outcome {}

    /**
     * Not planned yet, because another pull request holds the project's lock. It is planned when its turn comes.
     *
     * @param place in the line for the lock, from 1
     * @param extraArgs the commenter's arguments that it is to be planned with
     */
    record Locked(PullRef holder, int place, List<String> extraArgs) implements Outcome {
        public Locked {
            extraArgs = List.copyOf(extraArgs);
        }
    }

    record Applied(String line, String text) implements Outcome {}

    record ApplyFailed(Problem problem, String text) implements Outcome {}

    /** The apply was cut off: what it did is not known. It is never repeated by itself. */
    record ApplyUnknown(Problem problem, String text) implements Outcome {}

    /** There was a plan, and it must not be applied any more; {@code problem} says why and what to type. */
    record Discarded(Problem problem) implements Outcome {}
}
