package io.tidelock.server.report;

import static io.tidelock.server.report.Tally.State.AGAIN;
import static io.tidelock.server.report.Tally.State.APPLIED;
import static io.tidelock.server.report.Tally.State.APPLY_FAILED;
import static io.tidelock.server.report.Tally.State.APPLY_UNKNOWN;
import static io.tidelock.server.report.Tally.State.HELD;
import static io.tidelock.server.report.Tally.State.LOCKED;
import static io.tidelock.server.report.Tally.State.PLAN_FAILED;
import static io.tidelock.server.report.Tally.State.UNCHANGED;
import static io.tidelock.server.report.Tally.State.UNDERWAY;
import static io.tidelock.server.report.Tally.State.WAITING;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Requirement;
import io.tidelock.core.words.StatusState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a status says of a board, or of a part of it. Apply is green only when nothing is left that a plan could change. */
record Verdict(StatusState state, String text) {
    /** Whether merging the whole would apply what waits. */
    enum Merging {
        NO,
        ONCE_APPROVED,
        YES;

        static Merging of(Board whole) {
            return whole.mergingWouldApply() ? YES : whole.mergingWouldApplyOnceApproved() ? ONCE_APPROVED : NO;
        }
    }

    static Verdict plan(Board board, Merging merging, Function<PullRef, String> named) {
        Tally tally = Tally.of(board);
        if (!board.problems().isEmpty()) {
            String problem = describe(board.problems().getFirst());
            int n = board.problems().size();
            return failure((n == 1 ? Words.PLAN_PROBLEM : Words.PLAN_PROBLEMS).plain("n", n, "problem", problem));
        }
        if (tally.any(UNDERWAY)) {
            return new Verdict(StatusState.PENDING, planning(tally));
        }
        List<String> wrong = new ArrayList<>();
        if (tally.any(PLAN_FAILED)) {
            wrong.add(Words.PLAN_FAILED.plain("count", tally.share(PLAN_FAILED)));
        }
        if (tally.any(AGAIN) && merging == Merging.NO) { // else it is planned again by the merge
            wrong.add(Words.PLAN_AGAIN.plain("count", tally.share(AGAIN)));
        }
        if (!wrong.isEmpty()) {
            return failure(String.join(", ", wrong));
        }
        if (tally.any(LOCKED)) {
            return new Verdict(StatusState.PENDING, locked(tally, named));
        }
        return new Verdict(StatusState.SUCCESS, planned(board, tally));
    }

    private static String planned(Board board, Tally tally) {
        if (tally.any(AGAIN)) {
            return Words.PLAN_MOVED.plain("n", tally.total, "again", tally.share(AGAIN));
        }
        if (tally.total == 0) {
            return Words.PLAN_NONE.plain();
        }
        if (tally.total == 1 && board.results().getFirst().outcome() instanceof Outcome.Planned planned) {
            return planned.summary().line();
        }
        int unchanged = tally.count(UNCHANGED);
        Words words = unchanged == 0
                ? Words.PLAN_DONE_ALL_CHANGED
                : unchanged == tally.total ? Words.PLAN_DONE_UNCHANGED : Words.PLAN_DONE;
        return words.plain("n", tally.total, "changed", tally.total - unchanged, "unchanged", unchanged);
    }

    static Verdict apply(Board board, Merging merging, Function<PullRef, String> named) {
        Tally tally = Tally.of(board);
        List<String> wrong = new ArrayList<>();
        if (tally.any(APPLY_FAILED)) {
            wrong.add(Words.APPLY_FAILED.plain("count", tally.share(APPLY_FAILED)));
        }
        if (tally.any(APPLY_UNKNOWN)) {
            wrong.add(Words.APPLY_UNKNOWN.plain("n", tally.count(APPLY_UNKNOWN)));
        }
        int unplanned = tally.count(PLAN_FAILED);
        if (unplanned > 0) {
            wrong.add(Words.APPLY_NOT_PLANNED.plain("count", tally.share(unplanned)));
        }
        if (!board.problems().isEmpty()) {
            wrong.add(Words.APPLY_PROBLEM.plain());
        }
        if (!wrong.isEmpty()) {
            return failure(String.join(", ", wrong));
        }
        if (tally.any(UNDERWAY)) {
            return new Verdict(StatusState.PENDING, Words.APPLY_WAITS_FOR_PLAN.plain());
        }
        int waiting = tally.count(WAITING) + tally.count(HELD);
        int landing = merging == Merging.NO ? 0 : waiting + tally.count(AGAIN);
        if (landing > 0) {
            return onMerge(merging, landing + " of " + tally.total);
        }
        List<String> open = new ArrayList<>();
        if (waiting > 0) {
            open.add(waiting(Missing.of(board), waiting, waiting + " of " + tally.total));
        }
        if (tally.any(AGAIN)) {
            open.add(Words.APPLY_AGAIN.plain("count", tally.share(AGAIN)));
        }
        if (tally.any(LOCKED)) {
            open.add(locked(tally, named));
        }
        return open.isEmpty() ? done(tally) : new Verdict(StatusState.PENDING, String.join(", ", open));
    }

    /** What merging applies must not keep anybody from merging; what it would not apply yet does. */
    private static Verdict onMerge(Merging merging, String count) {
        return merging == Merging.YES
                ? new Verdict(StatusState.SUCCESS, Words.APPLY_ON_MERGE.plain("count", count))
                : new Verdict(
                        StatusState.PENDING,
                        Words.APPLY_ON_MERGE_ONCE.plain("count", count, "what", Requirement.APPROVED.word()));
    }

    private static String waiting(Missing missing, int waiting, String count) {
        if (missing.nothing()) {
            return Words.APPLY_WAITING.plain("count", count);
        }
        return missing.count() >= waiting
                ? Words.APPLY_ONCE.plain("count", count, "what", missing.words())
                : Words.APPLY_SOME_ONCE.plain("count", count, "some", missing.count(), "what", missing.words());
    }

    private static Verdict done(Tally tally) {
        int applied = tally.count(APPLIED);
        Words words =
                applied == 0 ? Words.APPLY_NOTHING : applied == tally.total ? Words.APPLY_DONE : Words.APPLY_DONE_SOME;
        return new Verdict(StatusState.SUCCESS, words.plain("n", applied, "unchanged", tally.count(UNCHANGED)));
    }

    /** While it runs. */
    static Verdict planning(Board board) {
        Tally tally = Tally.of(board);
        return new Verdict(StatusState.PENDING, tally.any(UNDERWAY) ? planning(tally) : Words.PLAN_BEGUN.plain());
    }

    static Verdict applying(Board board) {
        Tally tally = Tally.of(board);
        int done = tally.count(APPLIED) + tally.count(APPLY_FAILED) + tally.count(APPLY_UNKNOWN);
        int left = tally.count(WAITING) + tally.count(HELD) + tally.count(UNDERWAY);
        int again = board.stage() == Board.Stage.LANDING ? tally.count(AGAIN) : 0;
        String text = Words.APPLY_UNDERWAY.plain("done", done, "n", done + left + again);
        return new Verdict(StatusState.PENDING, text);
    }

    private static String planning(Tally tally) {
        int underway = tally.count(UNDERWAY);
        return Words.PLAN_UNDERWAY.plain("n", tally.total, "count", tally.share(underway));
    }

    private static String locked(Tally tally, Function<PullRef, String> named) {
        List<PullRef> holders = tally.holders();
        return holders.size() == 1
                ? Words.PLAN_LOCKED.plain(
                        "n",
                        tally.count(LOCKED),
                        "count",
                        tally.share(LOCKED),
                        "holder",
                        named.apply(holders.getFirst()))
                : Words.PLAN_LOCKED_BY_MANY.plain("n", tally.count(LOCKED), "count", tally.share(LOCKED));
    }

    private static Verdict failure(String text) {
        return new Verdict(StatusState.FAILURE, text);
    }

    /** After the end of a pull request: what waited for somebody waits no more, what was decided stays as it was said. */
    static Optional<Verdict> planClosed(Board board, Function<PullRef, String> named) {
        Tally tally = Tally.of(board);
        if (tally.any(UNDERWAY) || tally.any(LOCKED)) {
            return Optional.of(new Verdict(StatusState.CANCELLED, Words.CLOSED_NOT_PLANNED.plain()));
        }
        boolean anew = left(tally) == 0 && merged(board) && tally.any(UNCHANGED); // it was said to be under way
        return anew ? Optional.of(plan(board, Merging.NO, named)) : Optional.empty();
    }

    static Optional<Verdict> applyClosed(Board board, Function<PullRef, String> named) {
        Tally tally = Tally.of(board);
        int left = left(tally);
        if (left > 0) {
            Words words = merged(board) ? Words.MERGED_NOT_APPLIED : Words.CLOSED_NOT_APPLIED;
            return Optional.of(new Verdict(StatusState.CANCELLED, words.plain("count", tally.share(left))));
        }
        return merged(board) && tally.total > 0 ? Optional.of(apply(board, Merging.NO, named)) : Optional.empty();
    }

    private static boolean merged(Board board) {
        return board.stage() == Board.Stage.DONE;
    }

    private static int left(Tally tally) {
        return tally.count(WAITING)
                + tally.count(HELD)
                + tally.count(AGAIN)
                + tally.count(UNDERWAY)
                + tally.count(LOCKED);
    }

    static String describe(Problem problem) {
        return problem.place().map(place -> place + ": ").orElse("") + problem.met();
    }
}
