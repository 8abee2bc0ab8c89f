package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.Publication;
import io.tidelock.core.port.store.Boards;
import io.tidelock.core.project.ProjectKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Boards in memory. */
public class FakeBoards implements Boards {
    final Shelf shelf;

    FakeBoards(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public Board board(PullRef pull) {
        synchronized (shelf) {
            return shelf.board(pull);
        }
    }

    @Override
    public void open(Lease lease, PullRef pull, Heads heads, String baseBranch, Collection<ProjectKey> keep) {
        Set<ProjectKey> kept = Set.copyOf(keep);
        change(
                lease,
                pull,
                board -> new Board(
                        pull,
                        Optional.of(heads),
                        baseBranch,
                        board.results().stream()
                                .filter(result -> kept.contains(result.key()))
                                .toList(),
                        List.of(),
                        false,
                        board.summaryId()));
    }

    @Override
    public void put(Lease lease, PullRef pull, ProjectResult result) {
        ProjectResult exact = new ProjectResult(
                result.key(),
                result.outcome(),
                result.heads(),
                result.job(),
                result.run(),
                Shelf.ms(result.at()),
                result.published().map(FakeBoards::exact));
        change(
                lease,
                pull,
                board -> with(
                        board,
                        Stream.concat(
                                        board.results().stream()
                                                .filter(old -> !old.key().equals(result.key())),
                                        Stream.of(exact))
                                .toList()));
    }

    private static Publication exact(Publication publication) {
        return new Publication(Shelf.ms(publication.hostTime()), Shelf.ms(publication.ourTime()));
    }

    @Override
    public void trouble(Lease lease, PullRef pull, List<Problem> problems) {
        change(
                lease,
                pull,
                board -> new Board(
                        pull,
                        board.heads(),
                        board.baseBranch(),
                        board.results(),
                        problems,
                        board.closed(),
                        board.summaryId()));
    }

    @Override
    public void close(Lease lease, PullRef pull) {
        change(
                lease,
                pull,
                board -> new Board(
                        pull, board.heads(), board.baseBranch(), List.of(), board.problems(), true, board.summaryId()));
    }

    private void change(Lease lease, PullRef pull, UnaryOperator<Board> how) {
        synchronized (shelf) {
            shelf.held(lease);
            shelf.boards.put(pull, how.apply(shelf.board(pull)));
        }
    }

    static Board with(Board board, List<ProjectResult> results) {
        return new Board(
                board.pull(),
                board.heads(),
                board.baseBranch(),
                results,
                board.problems(),
                board.closed(),
                board.summaryId());
    }

    @Override
    public List<Board> open(RepoRef repo, String baseBranch) {
        synchronized (shelf) {
            return shelf.boards.values().stream()
                    .filter(board -> !board.closed()
                            && board.pull().repo().equals(repo)
                            && board.baseBranch().equals(baseBranch))
                    .toList();
        }
    }
}
