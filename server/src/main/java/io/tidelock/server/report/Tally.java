package io.tidelock.server.report;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.ProjectResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many projects are in which state. */
final class Tally {
    /** In the order in which they need attention. */
    enum State {
        APPLY_FAILED("❌", Words.STATE_APPLY_FAILED, Words.HEAD_APPLY_FAILED),
        APPLY_UNKNOWN("⚠️", Words.STATE_APPLY_UNKNOWN, Words.HEAD_APPLY_UNKNOWN),
        PLAN_FAILED("❌", Words.STATE_PLAN_FAILED, Words.HEAD_PLAN_FAILED),
        LOCKED("🔒", Words.STATE_LOCKED, Words.HEAD_LOCKED),
        AGAIN("🔁", Words.STATE_AGAIN, Words.HEAD_AGAIN),
        HELD("✋", Words.STATE_HELD, Words.HEAD_HELD),
        UNDERWAY("⏳", Words.STATE_UNDERWAY, Words.HEAD_UNDERWAY),
        WAITING("🟡", Words.STATE_WAITING, Words.HEAD_WAITING),
        APPLIED("✅", Words.STATE_APPLIED, Words.HEAD_APPLIED),
        UNCHANGED("⚪", Words.STATE_UNCHANGED, Words.HEAD_UNCHANGED);

        final String icon;
        final Words word;
        final Words head;

        State(String icon, Words word, Words head) {
            this.icon = icon;
            this.word = word;
            this.head = head;
        }

        static State of(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Underway underway -> UNDERWAY;
                case Outcome.Planned planned -> planned.hold().isPresent() ? HELD : WAITING;
                case Outcome.Stale stale -> AGAIN;
                case Outcome.Unchanged unchanged -> UNCHANGED;
                case Outcome.PlanFailed failed -> PLAN_FAILED;
                case Outcome.Locked locked -> LOCKED;
                case Outcome.Applied applied -> APPLIED;
                case Outcome.ApplyFailed failed -> APPLY_FAILED;
                case Outcome.ApplyUnknown unknown -> APPLY_UNKNOWN;
                case Outcome.Discarded discarded -> AGAIN;
            };
        }
    }

    final int total;
    private final Map<State, Integer> counts = new EnumMap<>(State.class);
    private final Set<PullRef> holders = new LinkedHashSet<>();

    private Tally(Collection<ProjectResult> results) {
        this.total = results.size();
        for (ProjectResult result : results) {
            counts.merge(State.of(result.outcome()), 1, Integer::sum);
            if (result.outcome() instanceof Outcome.Locked locked) {
                holders.add(locked.holder());
            }
        }
    }

    static Tally of(Board board) {
        return of(board.results());
    }

    static Tally of(Collection<ProjectResult> results) {
        return new Tally(results);
    }

    int count(State state) {
        return counts.getOrDefault(state, 0);
    }

    boolean any(State state) {
        return count(state) > 0;
    }

    /** States that occur, those that need attention first. */
    List<State> states() {
        return List.copyOf(counts.keySet());
    }

    /** The pull requests that hold our locked projects. */
    List<PullRef> holders() {
        return new ArrayList<>(holders);
    }

    /** {@code 1 of 3}, or {@code 3} when it is all. */
    String share(int count) {
        return count == total ? String.valueOf(count) : count + " of " + total;
    }

    String share(State state) {
        return share(count(state));
    }
}
