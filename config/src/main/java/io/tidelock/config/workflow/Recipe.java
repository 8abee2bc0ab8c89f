package io.tidelock.config.workflow;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Workflow;
import java.util.Optional;

/**
 * A workflow that somebody wrote.
 *
 * @param refusal set when it asks for something that would be unsafe to leave out
 */
public record Recipe(Workflow workflow, Optional<Problem> refusal) {
    public static final Recipe STANDARD = new Recipe(Workflow.STANDARD, Optional.empty());
}
