package io.tidelock.core.port.run;

import io.tidelock.core.outcome.RunId;
import io.tidelock.core.project.Hook;
import java.util.Map;

/** @param variables what the hook may know, by the names under which it gets it; never shell text */
public record HookTask(RunId run, Hook hook, WorkingTree tree, Map<String, String> variables) {
    public HookTask {
        variables = Map.copyOf(variables);
    }
}
