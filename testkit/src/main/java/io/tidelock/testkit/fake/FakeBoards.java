package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.Publication;
import io.tidelock.core.port.store.Boards;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
    public void open(Lease lease, PullRef pull, Board.Opening opening) {
        change(lease, pull, board -> board.opened(opening));
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
                board -> board.withResults(Stream.concat(
                                board.results().stream()
                                        .filter(old -> !old.key().equals(result.key())),
                                Stream.of(exact))
                        .toList()));
    }

    @Override
    public void put(Lease lease, PullRef pull, Collection<ProjectResult> results) {
        synchronized (shelf) {
            shelf.held(lease);
            results.forEach(result -> put(lease, pull, result));
        }
    }

    private static Publication exact(Publication publication) {
        return new Publication(Shelf.ms(publication.hostTime()), Shelf.ms(publication.ourTime()));
    }

    @Override
    public void trouble(Lease lease, PullRef pull, List<Problem> problems) {
        change(lease, pull, board -> board.withProblems(problems));
    }

    @Override
    public void demand(Lease lease, PullRef pull, Demands demands) {
        change(lease, pull, board -> board.withDemands(demands));
    }

    @Override
    public void stage(Lease lease, PullRef pull, Board.Stage stage) {
        change(lease, pull, board -> {
            Board staged = board.withStage(stage);
            return staged.closed() ? staged.withResults(List.of()).withDemands(Demands.NONE) : staged;
        });
    }

    private void change(Lease lease, PullRef pull, UnaryOperator<Board> how) {
        synchronized (shelf) {
            shelf.held(lease);
            shelf.boards.put(pull, how.apply(shelf.board(pull)));
        }
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

    @Override
    public Optional<Standing> standing(PullRef pull) {
        synchronized (shelf) {
            return Optional.ofNullable(shelf.boards.get(pull)).map(FakeBoards::standing);
        }
    }

    @Override
    public List<Standing> open(RepoRef repo) {
        synchronized (shelf) {
            return shelf.boards.values().stream()
                    .filter(board -> board.stage() == Board.Stage.OPEN
                            && board.pull().repo().equals(repo))
                    .map(FakeBoards::standing)
                    .toList();
        }
    }

    static Standing standing(Board board) {
        return new Standing(board.pull(), board.heads(), board.baseBranch(), board.closed());
    }
}
