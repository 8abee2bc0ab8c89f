package io.tidelock.core.port.run;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.project.Project;
import java.util.List;
import java.util.Optional;

/**
 * @param extraArgs a commenter's arguments, checked
 * @param localState terraform's local state from the last run, when the project has no backend
 * @param shared the repository whose pull requests may share what initialising makes; empty for one from a fork, which
 *     neither gives nor takes
 */
public record PlanTask(
        RunId run,
        Project project,
        WorkingTree tree,
        List<String> extraArgs,
        Optional<byte[]> localState,
        Optional<RepoRef> shared) {
    public PlanTask {
        extraArgs = List.copyOf(extraArgs);
    }

    /** Shares nothing. */
    public PlanTask(RunId run, Project project, WorkingTree tree, List<String> extraArgs, Optional<byte[]> localState) {
        this(run, project, tree, extraArgs, localState, Optional.empty());
    }
}
