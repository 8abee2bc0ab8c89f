package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.port.host.PullReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What keeps merging from applying anything of a pull request, a sentence for each. */
final class Obstacles {
    static final String LATE = "it was merged before a plan of it could be read";
    static final String UNSEEN = "its plan could not be read before the merge";

    private Obstacles() {}

    static List<String> of(PullRequest pull, Board board, PullReader reader, Lease lease) {
        List<String> obstacles = new ArrayList<>();
        if (pull.fromFork()) {
            obstacles.add("it comes from a fork, so that a person of this repository must ask for it");
        }
        board.problems().forEach(problem -> obstacles.add(problem.sentence()));
        for (ProjectResult result : board.results()) {
            obstacle(pull, result, reader, lease)
                    .ifPresent(why -> obstacles.add("`" + result.key().label() + "`: " + why));
        }
        return obstacles;
    }

    private static Optional<String> obstacle(PullRequest pull, ProjectResult result, PullReader reader, Lease lease) {
        if (!result.heads().head().equals(pull.head().sha())) {
            return Optional.of("planned for " + result.heads().head().abbreviated() + ", and merged was "
                    + pull.head().sha().abbreviated());
        }
        boolean seen = Seen.beforeTheMerge(result, pull, lease.job());
        return switch (result.outcome()) {
            case Outcome.Applied applied -> Optional.empty();
            case Outcome.Unchanged unchanged -> Optional.empty();
            case Outcome.Planned planned
            when planned.hold().isPresent() ->
                Optional.of(planned.hold().get().why().met());
            case Outcome.Planned planned -> seen ? Optional.empty() : Optional.of(UNSEEN);
            case Outcome.Stale stale -> seen ? Optional.empty() : Optional.of(UNSEEN);
            case Outcome.Underway underway -> Optional.of("its plan was not ready when it was merged");
            case Outcome.PlanFailed failed ->
                Optional.of("its plan failed: " + failed.problem().met());
            case Outcome.Locked locked -> Optional.of("it waits for the lock of " + reader.reference(locked.holder()));
            case Outcome.ApplyFailed failed -> Optional.of("applying it failed before the merge");
            case Outcome.ApplyUnknown unknown -> Optional.of("nobody knows how applying it ended before the merge");
            case Outcome.Discarded discarded -> Optional.of(discarded.problem().met());
        };
    }
}
