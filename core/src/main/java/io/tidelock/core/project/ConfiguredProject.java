package io.tidelock.core.project;

import io.tidelock.core.outcome.Problem;
import java.util.List;
import java.util.Optional;

/**
 * A project as the repository's file means it.
 *
 * @param whenModified patterns relative to the project's directory; {@code !} in front excludes; the last match wins
 * @param autoplan whether a push plans it, or only a comment
 * @param baseBranch regular expression (RE2) the base branch must match, where given
 * @param refusal set when the file asks for something that would be unsafe to ignore
 * @param wish when its turn should come
 * @param conditions under which it is worked on
 */
public record ConfiguredProject(
        ProjectKey key,
        List<String> whenModified,
        boolean autoplan,
        Optional<String> baseBranch,
        Workflow workflow,
        Optional<Problem> refusal,
        Place.Wish wish,
        Conditions conditions) {
    public ConfiguredProject {
        whenModified = List.copyOf(whenModified);
    }

    public ConfiguredProject(
            ProjectKey key,
            List<String> whenModified,
            boolean autoplan,
            Optional<String> baseBranch,
            Workflow workflow,
            Optional<Problem> refusal) {
        this(key, whenModified, autoplan, baseBranch, workflow, refusal, Place.Wish.NONE, Conditions.NONE);
    }

    public ConfiguredProject(
            ProjectKey key,
            List<String> whenModified,
            boolean autoplan,
            Optional<String> baseBranch,
            Workflow workflow,
            Optional<Problem> refusal,
            Place.Wish wish) {
        this(key, whenModified, autoplan, baseBranch, workflow, refusal, wish, Conditions.NONE);
    }

    public ConfiguredProject under(Conditions others) {
        return new ConfiguredProject(key, whenModified, autoplan, baseBranch, workflow, refusal, wish, others);
    }

    public ConfiguredProject refused(Problem why) {
        return new ConfiguredProject(
                key,
                whenModified,
                autoplan,
                baseBranch,
                workflow,
                refusal.or(() -> Optional.of(why)),
                wish,
                conditions);
    }
}
