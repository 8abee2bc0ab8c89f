package io.tidelock.core.port.run;

import io.tidelock.core.command.StateEdit;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.project.Project;
import java.util.List;
import java.util.Optional;

/** @param extraArgs a commenter's arguments, checked */
public record EditTask(
        RunId run,
        Project project,
        WorkingTree tree,
        StateEdit edit,
        List<String> extraArgs,
        Optional<byte[]> localState) {
    public EditTask {
        extraArgs = List.copyOf(extraArgs);
    }
}
