package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.command.MergeWish;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says whether a pull request is to be merged by us, now that a comment has had it applied. */
final class Completion {
    private final Survey survey;
    private final Gate gate;
    private final Policy policy;
    private final Records records;

    Completion(Survey survey, Gate gate, Records records) {
        this.survey = survey;
        this.gate = gate;
        this.policy = gate.policy();
        this.records = records;
    }

    /** What the comment asks for and its host cannot do, to be known before anything is applied. */
    Optional<Problem> refusal(Work.Apply work, PullRequest pull) {
        Set<MergeMethod> taken = policy.merging().methods().apply(pull.ref().repo());
        return wished(work)
                .filter(method -> !taken.contains(method))
                .map(method -> Problem.of(
                        "the merge method '" + word(method) + "', which "
                                + pull.ref().repo().host() + " does not take for a single merge",
                        taken.stream().map(Completion::word).sorted().collect(Collectors.joining(" or ")),
                        "Comment `apply` without --auto-merge-method: the project's own settings then hold"));
    }

    /**
     * @param sight what the job has seen already; empty to have a look when that is needed
     * @return that it is complete and to be merged, or why it is not: something that is required is missing, or the comment says how
     *     where nothing is merged; else empty
     */
    Optional<Evidence> of(Work.Apply work, PullRequest pull, Optional<Survey.Sight.Clear> sight, Lease lease) {
        boolean unwanted =
                work.merging().filter(MergeWish.Not.class::isInstance).isPresent();
        Board board = records.boards().board(pull.ref());
        boolean idle =
                sight.isEmpty() && !board.mergesOnceApplied(); // then nothing is fetched to find that out once more
        if (unwanted || idle || !pull.open() || !complete(board, pull)) {
            return Optional.empty();
        }
        return sight.or(() -> survey.look(pull, lease) instanceof Survey.Sight.Clear clear
                        ? Optional.of(clear)
                        : Optional.empty())
                .filter(clear -> !clear.blind())
                .flatMap(clear -> of(work, pull, board, clear, lease));
    }

    private Optional<Evidence> of(
            Work.Apply work, PullRequest pull, Board board, Survey.Sight.Clear clear, Lease lease) {
        Merging merging = policy.merging();
        if (!clear.settings().merges().orElse(merging.byItself())) {
            return wished(work)
                    .map(method -> new Evidence.Answer(
                            work.order(),
                            "Not merged: Tidelock does not merge here. `automerge: true` in the repository's file, or"
                                    + " `--automerge` on the server, would have it do so."));
        }
        List<Project> projects =
                clear.known(board.results().stream().map(ProjectResult::key).toList(), pull);
        Map<ProjectKey, List<Problem>> unmet = Unmet.of(required(pull, board, projects, lease));
        if (!unmet.isEmpty()) {
            return Optional.of(Unmet.notMerged(work.order(), unmet));
        }
        boolean deletes = !projects.isEmpty()
                && projects.stream().allMatch(project -> project.conditions().deletesBranch());
        return Optional.of(new Evidence.Complete(new Work.Merge(
                work.order(),
                pull.head().sha(),
                wished(work).or(() -> merging.usual(pull.ref().repo())),
                deletes)));
    }

    /** What had nothing to apply was never asked about: of all of it, also for the job that merges. */
    private Demands required(PullRequest pull, Board board, List<Project> projects, Lease lease) {
        Demands now = gate.unmet(pull, projects, lease);
        if (!now.equals(board.demands())) {
            records.boards().demand(lease, pull.ref(), now);
        }
        return now;
    }

    /** True when all of it was planned from this head, and nothing of it is left to apply. A plan without changes is done. */
    static boolean complete(Board board, PullRequest pull) {
        return board.stage() == Board.Stage.OPEN
                && board.isOf(pull.head().sha())
                && board.problems().isEmpty()
                && !board.results().isEmpty()
                && board.results().stream()
                        .allMatch(result ->
                                result.heads().head().equals(pull.head().sha())
                                        && (result.outcome() instanceof Outcome.Applied
                                                || result.outcome() instanceof Outcome.Unchanged));
    }

    private static Optional<MergeMethod> wished(Work.Apply work) {
        return work.merging().flatMap(wish -> switch (wish) {
            case MergeWish.By(MergeMethod method) -> Optional.of(method);
            case MergeWish.Not not -> Optional.empty();
        });
    }

    private static String word(MergeMethod method) {
        return method.name().toLowerCase(Locale.ROOT);
    }
}
