package io.tidelock.server.execute;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.QueueReader;
import io.tidelock.core.port.store.Boards;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Requirement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sees to it that no plan is shown as good when its base branch has moved under it. */
public final class Onlooker {
    private static final Problem NOT_PLANNED =
            Problem.of("not planned", "a plan of its head", "Comment plan on it, and queue it again");

    private final PullReader reader;
    private final QueueReader queues;
    private final Survey survey;
    private final Batch batch;
    private final Records records;
    private final Admission admission;

    public Onlooker(
            PullReader reader, QueueReader queues, Survey survey, Batch batch, Records records, Admission admission) {
        this.admission = admission;
        this.reader = reader;
        this.queues = queues;
        this.survey = survey;
        this.batch = batch;
        this.records = records;
    }

    /** The pull requests whose plans the move of a base branch may have made unfit. */
    public List<PullRef> touched(Work.BaseMoved work) {
        return records.boards().open(work.repo(), work.branch()).stream()
                .filter(board -> board.results().stream()
                        .anyMatch(result -> result.outcome().kept().isPresent()))
                .map(Board::pull)
                .toList();
    }

    /** The pull requests that a check of this commit may have made mergeable, or keep from being so. */
    public List<PullRef> touched(Work.Checked work) {
        return records.boards().open(work.repo()).stream()
                .filter(standing -> standing.heads()
                        .filter(heads -> heads.head().equals(work.commit()))
                        .isPresent())
                .map(Boards.Standing::pull)
                .filter(pull -> records.boards().board(pull).demands().ask(Requirement.MERGEABLE))
                .toList();
    }

    /** True when its host did not know, at the end of this work, what is missing: it is asked again. */
    public boolean asksAgain(Work.OnPull work) {
        Board board = records.boards().board(work.pull());
        return !(work instanceof Work.Reassess)
                && !board.closed()
                && !board.demands().settled();
    }

    /** Finds out what is missing now for plans to be applied. Asks nobody when nothing is required of them. */
    public List<Evidence> reassess(Work.Reassess work, Lease lease) {
        Board board = records.boards().board(work.pull());
        if (board.closed() || board.demands().of().isEmpty()) {
            return List.of(new Evidence.Nothing("nothing is required of what it changes"));
        }
        PullRequest pull = reader.pull(work.pull());
        boolean known = pull.open() ? board.isOf(pull.head().sha()) : pull.merged() && board.merged();
        if (!known) {
            return List.of(new Evidence.Nothing("it is closed, or its head is about to be planned"));
        }
        Demands now = admission.again(pull, board.demands(), lease);
        if (now.equals(board.demands())) {
            return List.of(new Evidence.Nothing("as much is missing as before"));
        }
        records.boards().demand(lease, work.pull(), now);
        return List.of(new Evidence.Shown(records.boards().board(work.pull()), Optional.empty()));
    }

    /** The head of an open pull request whose board is of another, or of none. */
    public Optional<CommitSha> unplanned(PullRef ref) {
        PullRequest pull = reader.pull(ref);
        CommitSha head = pull.head().sha();
        return pull.open() && !records.boards().board(ref).isOf(head) ? Optional.of(head) : Optional.empty();
    }

    /** The other open pull requests that a merge queue merges along with this one. */
    public List<PullRef> queuedAlong(Work.Queued work) {
        String branch = reader.pull(work.pull()).base().branch();
        try {
            return queues.queued(work.pull().repo(), branch, work.commit()).stream()
                    .filter(pull -> !pull.equals(work.pull()) && open(pull))
                    .toList();
        } catch (Refused gone) { // the queue has thrown its commit away: nobody waits for an answer
            return List.of();
        }
    }

    /** What a commit's words name may be anything. */
    private boolean open(PullRef pull) {
        try {
            return reader.pull(pull).open();
        } catch (Refused none) {
            return false;
        }
    }

    /** The boards as they are now, for the commit that a merge queue made. Nothing more will be said of it, so none may be under way. */
    public Evidence queued(Work.Queued work, List<PullRef> along) {
        List<Board> boards = Stream.concat(Stream.of(work.pull()), along.stream())
                .map(this::asItIs)
                .toList();
        for (Board board : boards) {
            if (board.results().stream().anyMatch(row -> row.outcome() instanceof Outcome.Underway)) {
                throw Unavailable.notDone(board.pull() + ", which is queued, is being planned", null);
            }
        }
        return new Evidence.Queued(boards, work.commit());
    }

    /** The board of another head speaks for nobody. */
    private Board asItIs(PullRef ref) {
        PullRequest pull = reader.pull(ref);
        Board board = records.boards().board(ref);
        if (!pull.open() || board.isOf(pull.head().sha())) {
            return board;
        }
        List<Problem> problems = batch.worksFor(pull) ? List.of(NOT_PLANNED) : List.of();
        return new Board(ref, Optional.empty(), "", List.of(), problems, false, Board.Stage.OPEN, Optional.empty());
    }

    /** Marks the plans that no longer fit. Another head is another event's business. */
    public List<Evidence> refit(Work.Refit work, Lease lease) {
        PullRequest pull = reader.pull(work.pull());
        Board board = records.boards().board(work.pull());
        if (!pull.open() || !board.isOf(pull.head().sha())) {
            return List.of(new Evidence.Nothing("it is closed, or its head is about to be planned"));
        }
        return switch (survey.look(pull, lease)) {
            case Survey.Sight.Blocked blocked -> {
                records.boards().trouble(lease, work.pull(), blocked.problems());
                yield List.of(new Evidence.Shown(records.boards().board(work.pull()), Optional.empty()));
            }
            case Survey.Sight.Clear clear -> {
                boolean changed =
                        !board.problems().isEmpty() && !board.results().isEmpty();
                if (changed) {
                    records.boards().trouble(lease, work.pull(), List.of());
                }
                List<ProjectKey> keys =
                        board.results().stream().map(ProjectResult::key).toList();
                for (Project project : clear.known(keys, pull)) {
                    ProjectResult result = board.result(project.key()).orElseThrow();
                    changed |= refit(result, project, clear, work.pull(), lease);
                }
                yield changed
                        ? List.of(new Evidence.Shown(records.boards().board(work.pull()), Optional.empty()))
                        : List.of(new Evidence.Nothing("every plan still fits"));
            }
        };
    }

    /** True when the plan fits no longer, or fits again. */
    private boolean refit(ProjectResult result, Project project, Survey.Sight.Clear now, PullRef pull, Lease lease) {
        Optional<Outcome.Planned> kept = result.outcome().kept();
        Optional<StoredPlan> plan = records.plan(result);
        if (kept.isEmpty() || plan.isEmpty()) {
            return false;
        }
        Optional<String> misfit =
                now.blind() ? Fit.misfit(plan.get(), now.prospect()) : Fit.misfit(plan.get(), project, now.prospect());
        if (misfit.isPresent() == result.outcome() instanceof Outcome.Stale) {
            return false;
        }
        batch.stale(lease, pull, result, kept.get(), misfit);
        return true;
    }
}
