package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.ProjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Boards that are wrong in one way each. */
final class BrokenBoards {
    private BrokenBoards() {}

    static List<Broken> all() {
        return List.of(
                Broken.in("a board that keeps the results of another head", shelf -> new FakeBoards(shelf) {
                    @Override
                    public void open(Lease lease, PullRef pull, Board.Opening opening) {
                        List<ProjectKey> all = new ArrayList<>(opening.keep());
                        board(pull).results().forEach(result -> all.add(result.key()));
                        super.open(
                                lease,
                                pull,
                                new Board.Opening(
                                        opening.heads(), opening.baseBranch(), opening.appliesOnMerge(), all));
                    }
                }),
                Broken.in("a merged board that is open again", shelf -> new FakeBoards(shelf) {
                    @Override
                    public void open(Lease lease, PullRef pull, Board.Opening opening) {
                        synchronized (shelf) {
                            super.open(lease, pull, opening);
                            shelf.boards.put(pull, shelf.board(pull).withStage(Board.Stage.OPEN));
                        }
                    }
                }),
                Broken.in("a board that forgets its results when it is merged", shelf -> new FakeBoards(shelf) {
                    @Override
                    public void stage(Lease lease, PullRef pull, Board.Stage stage) {
                        synchronized (shelf) {
                            super.stage(lease, pull, stage);
                            shelf.boards.put(pull, shelf.board(pull).withResults(List.of()));
                        }
                    }
                }),
                Broken.in("a result that is put twice", shelf -> new FakeBoards(shelf) {
                    @Override
                    public void put(Lease lease, PullRef pull, ProjectResult result) {
                        synchronized (shelf) {
                            shelf.held(lease);
                            List<ProjectResult> results =
                                    new ArrayList<>(shelf.board(pull).results());
                            results.add(result);
                            shelf.boards.put(pull, shelf.board(pull).withResults(results));
                        }
                    }
                }),
                Broken.in("a result that inherits when the last one was published", shelf -> new FakeBoards(shelf) {
                    @Override
                    public void put(Lease lease, PullRef pull, ProjectResult result) {
                        Optional<ProjectResult> last = board(pull).result(result.key());
                        super.put(
                                lease,
                                pull,
                                new ProjectResult(
                                        result.key(),
                                        result.outcome(),
                                        result.heads(),
                                        result.job(),
                                        result.run(),
                                        result.at(),
                                        last.flatMap(ProjectResult::published).or(result::published)));
                    }
                }),
                Broken.in("a board that forgets its summary when it closes", shelf -> new FakeBoards(shelf) {
                    @Override
                    public void stage(Lease lease, PullRef pull, Board.Stage stage) {
                        synchronized (shelf) {
                            super.stage(lease, pull, stage);
                            shelf.boards.put(pull, shelf.board(pull).withSummary(Optional.empty()));
                        }
                    }
                }),
                Broken.in("open boards found by a prefix", shelf -> new FakeBoards(shelf) {
                    @Override
                    public List<Board> open(RepoRef repo, String baseBranch) {
                        synchronized (shelf) {
                            return shelf.boards.values().stream()
                                    .filter(board -> !board.closed()
                                            && board.pull().repo().path().startsWith(repo.path())
                                            && board.baseBranch().startsWith(baseBranch))
                                    .toList();
                        }
                    }
                }),
                Broken.in("closed boards among the open ones", shelf -> new FakeBoards(shelf) {
                    @Override
                    public List<Standing> open(RepoRef repo) {
                        synchronized (shelf) {
                            return shelf.boards.values().stream()
                                    .filter(board -> board.pull().repo().equals(repo))
                                    .map(FakeBoards::standing)
                                    .toList();
                        }
                    }
                }),
                Broken.in("a standing of what nobody has heard of", shelf -> new FakeBoards(shelf) {
                    @Override
                    public Optional<Standing> standing(PullRef pull) {
                        return Optional.of(standing(board(pull)));
                    }
                }),
                Broken.fenceless());
    }
}
