package io.tidelock.core.port.run;

import io.tidelock.core.outcome.RunId;
import io.tidelock.core.project.Project;
import java.util.List;
import java.util.Optional;

/**
 * @param extraArgs a commenter's arguments, checked
 * @param localState terraform's local state from the last run, when the project has no backend
 */
public record PlanTask(
        RunId run, Project project, WorkingTree tree, List<String> extraArgs, Optional<byte[]> localState) {
    public PlanTask {
        extraArgs = List.copyOf(extraArgs);
    }
}
