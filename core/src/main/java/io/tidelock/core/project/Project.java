package io.tidelock.core.project;

import io.tidelock.core.outcome.Problem;
import java.util.Optional;

/**
 * A project that is to be worked on.
 *
 * @param refusal why it must not run, although it is selected: it is shown red with this reason
 */
public record Project(ProjectKey key, Workflow workflow, Optional<Problem> refusal) {
    public static Project standard(ProjectKey key) {
        return new Project(key, Workflow.STANDARD, Optional.empty());
    }
}
