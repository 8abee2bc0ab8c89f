package io.tidelock.core.outcome;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.project.ProjectKey;
import java.util.List;
import java.util.Optional;

/**
 * All that is true of a pull request. The summary comment and the statuses are functions of it.
 *
 * @param heads what the rows belong to; empty when nothing was planned yet
 * @param baseBranch short name; empty when nothing was planned yet
 * @param results by project, in the order of their keys
 * @param problems what keeps the whole pull request from being planned
 * @param summaryId the host's id of the summary comment, once it exists
 */
public record Board(
        PullRef pull,
        Optional<Heads> heads,
        String baseBranch,
        List<ProjectResult> results,
        List<Problem> problems,
        boolean closed,
        Optional<String> summaryId) {
    public Board {
        results = results.stream()
                .sorted(java.util.Comparator.comparing(ProjectResult::key))
                .toList();
        problems = List.copyOf(problems);
    }

    public static Board empty(PullRef pull) {
        return new Board(pull, Optional.empty(), "", List.of(), List.of(), false, Optional.empty());
    }

    public Optional<ProjectResult> result(ProjectKey key) {
        return results.stream().filter(result -> result.key().equals(key)).findFirst();
    }
}
