package io.tidelock.core.project;

import io.tidelock.core.outcome.Problem;
import java.util.List;
import java.util.Optional;

/**
 * A project as the repository's file means it.
 *
 * @param whenModified patterns relative to the project's directory; {@code !} in front excludes; the last match wins
 * @param autoplan whether a push plans it, or only a comment
 * @param baseBranch regular expression the base branch must match, where given
 * @param refusal set when the file asks for something that would be unsafe to ignore
 */
public record ConfiguredProject(
        ProjectKey key,
        List<String> whenModified,
        boolean autoplan,
        Optional<String> baseBranch,
        Workflow workflow,
        Optional<Problem> refusal) {
    public ConfiguredProject {
        whenModified = List.copyOf(whenModified);
    }
}
