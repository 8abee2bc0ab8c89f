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

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.HookSign;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Message;
import io.tidelock.core.words.StatusState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The two statuses of a commit. Apply is green only when nothing is left that a plan could change. */
final class Statuses {
    private static final int LONGEST = 140;

    private final ReportSettings settings;

    Statuses(ReportSettings settings) {
        this.settings = settings;
    }

    Message plan(PullRef pull, CommitSha sha, StatusState state, String text) {
        return status(pull, sha, "plan", state, text, settings.publicUrl());
    }

    Message apply(PullRef pull, CommitSha sha, StatusState state, String text) {
        return status(pull, sha, "apply", state, text, settings.publicUrl());
    }

    /** A status of its own for each hook. It leads to its log. */
    Message hook(HookSign sign) {
        StatusState state = switch (sign.state()) {
            case RUNNING -> StatusState.PENDING;
            case DONE -> StatusState.SUCCESS;
            case FAILED -> StatusState.FAILURE;
        };
        Words words = switch (sign.state()) {
            case RUNNING -> Words.HOOK_UNDERWAY;
            case DONE -> Words.HOOK_DONE;
            case FAILED -> Words.HOOK_FAILED;
        };
        return status(
                sign.pull(),
                sign.head(),
                sign.hook().label(),
                state,
                sign.said().isBlank() ? words.plain() : sign.said(),
                sign.run().flatMap(settings::runUrl).or(settings::publicUrl));
    }

    /** Both, as the board has them. */
    List<Message> both(Board board, CommitSha sha) {
        return List.of(say(board, sha, "plan", plan(board)), say(board, sha, "apply", apply(board)));
    }

    /** While plans run: neither may stay as it was. */
    List<Message> planning(Board board, CommitSha sha) {
        int underway = Tally.of(board).count(UNDERWAY);
        String text = underway == 0 ? Words.PLAN_BEGUN.plain() : planning(Tally.of(board));
        return List.of(
                say(board, sha, "plan", new Verdict(StatusState.PENDING, text)),
                say(board, sha, "apply", new Verdict(StatusState.PENDING, Words.APPLY_WAITS_FOR_PLAN.plain())));
    }

    Message applying(Board board, CommitSha sha) {
        Tally tally = Tally.of(board);
        int done = tally.count(APPLIED) + tally.count(APPLY_FAILED) + tally.count(APPLY_UNKNOWN);
        int left = tally.count(WAITING) + tally.count(HELD) + tally.count(UNDERWAY);
        int again = board.stage() == Board.Stage.LANDING ? tally.count(AGAIN) : 0;
        String text = Words.APPLY_UNDERWAY.plain("done", done, "n", done + left + again);
        return say(board, sha, "apply", new Verdict(StatusState.PENDING, text));
    }

    /** After the end of a pull request: what waited for somebody waits no more, what was decided stays. */
    List<Message> closed(Board board, CommitSha sha) {
        Tally tally = Tally.of(board);
        List<Message> messages = new ArrayList<>();
        if (tally.any(UNDERWAY) || tally.any(LOCKED)) {
            messages.add(say(board, sha, "plan", new Verdict(StatusState.CANCELLED, Words.CLOSED_NOT_PLANNED.plain())));
        }
        boolean merged = board.stage() == Board.Stage.DONE;
        int left = tally.count(WAITING)
                + tally.count(HELD)
                + tally.count(AGAIN)
                + tally.count(UNDERWAY)
                + tally.count(LOCKED);
        if (left > 0) {
            Words words = merged ? Words.MERGED_NOT_APPLIED : Words.CLOSED_NOT_APPLIED;
            String text = words.plain("count", tally.share(left));
            messages.add(say(board, sha, "apply", new Verdict(StatusState.CANCELLED, text)));
        } else if (merged && tally.total > 0) {
            if (tally.any(UNCHANGED)) { // perhaps only now: it was said to be under way
                messages.add(say(board, sha, "plan", plan(board)));
            }
            messages.add(say(board, sha, "apply", apply(board)));
        }
        return messages;
    }

    static String describe(Problem problem) {
        return problem.place().map(place -> place + ": ").orElse("") + problem.met();
    }

    private Verdict plan(Board board) {
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
        boolean merging = board.mergingWouldApply(); // and would plan again what the base has moved away from
        if (tally.any(AGAIN) && !merging) {
            wrong.add(Words.PLAN_AGAIN.plain("count", tally.share(AGAIN)));
        }
        if (!wrong.isEmpty()) {
            return failure(String.join(", ", wrong));
        }
        if (tally.any(LOCKED)) {
            return new Verdict(StatusState.PENDING, locked(tally));
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

    private Verdict apply(Board board) {
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
        int merging = board.mergingWouldApply() ? waiting + tally.count(AGAIN) : 0;
        if (merging > 0) { // what merging applies must not keep anybody from merging
            String count = merging + " of " + tally.total;
            return new Verdict(StatusState.SUCCESS, Words.APPLY_ON_MERGE.plain("count", count));
        }
        List<String> open = new ArrayList<>();
        if (waiting > 0) {
            open.add(Words.APPLY_WAITING.plain("count", waiting + " of " + tally.total));
        }
        if (tally.any(AGAIN)) {
            open.add(Words.APPLY_AGAIN.plain("count", tally.share(AGAIN)));
        }
        if (tally.any(LOCKED)) {
            open.add(locked(tally));
        }
        return open.isEmpty() ? done(tally) : new Verdict(StatusState.PENDING, String.join(", ", open));
    }

    private static Verdict done(Tally tally) {
        int applied = tally.count(APPLIED);
        Words words =
                applied == 0 ? Words.APPLY_NOTHING : applied == tally.total ? Words.APPLY_DONE : Words.APPLY_DONE_SOME;
        return new Verdict(StatusState.SUCCESS, words.plain("n", applied, "unchanged", tally.count(UNCHANGED)));
    }

    private static String planning(Tally tally) {
        int underway = tally.count(UNDERWAY);
        return Words.PLAN_UNDERWAY.plain("n", tally.total, "count", tally.share(underway));
    }

    private String locked(Tally tally) {
        List<PullRef> holders = tally.holders();
        return holders.size() == 1
                ? Words.PLAN_LOCKED.plain(
                        "n",
                        tally.count(LOCKED),
                        "count",
                        tally.share(LOCKED),
                        "holder",
                        settings.named(holders.getFirst()))
                : Words.PLAN_LOCKED_BY_MANY.plain("n", tally.count(LOCKED), "count", tally.share(LOCKED));
    }

    private static Verdict failure(String text) {
        return new Verdict(StatusState.FAILURE, text);
    }

    /** Of a board with one project the status leads to its log. */
    private Message say(Board board, CommitSha sha, String verb, Verdict verdict) {
        Optional<String> log = board.results().size() == 1
                ? board.results().getFirst().run().flatMap(settings::runUrl)
                : Optional.empty();
        return status(board.pull(), sha, verb, verdict.state, verdict.text, log.or(settings::publicUrl));
    }

    private Message status(
            PullRef pull, CommitSha sha, String verb, StatusState state, String text, Optional<String> url) {
        String description = Markdown.oneLine(text, LONGEST);
        return new Message.Status(
                pull, new CommitStatus(pull.repo(), sha, settings.context(verb), state, description, url));
    }

    private record Verdict(StatusState state, String text) {}
}
