package io.tidelock.config.select;

import io.tidelock.config.RepoPath;
import io.tidelock.config.yaml.Quote;
import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.command.Target;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ProjectKey;
import java.util.List;
import java.util.Optional;

/** Where the operator says so, a comment plans only what the pull request touches. */
final class Restriction {
    private static final int MOST_NAMED = 5;

    private Restriction() {}

    /** Why this target must not be planned; empty when it may be. */
    static Optional<Problem> check(Target target, ProjectKey key, ChangedFiles changed) {
        return switch (target) {
            case Target.All all -> Optional.empty();
            case Target.InDirectory in ->
                changed.paths().stream().anyMatch(path -> RepoPath.parent(path).equals(in.dir()))
                        ? Optional.empty()
                        : Optional.of(Problem.of(
                                "this pull request changes no file in " + Quote.of(in.dir()),
                                "a directory that it changes, since this server restricts plans to these",
                                "Comment 'plan' to plan what is touched."));
            case Target.Named named -> {
                String below = key.dir().equals(".") ? "" : key.dir() + "/";
                List<String> outside = changed.paths().stream()
                        .filter(path -> !path.startsWith(below))
                        .sorted()
                        .toList();
                yield outside.isEmpty() ? Optional.empty() : Optional.of(refusal(named, key, outside));
            }
        };
    }

    private static Problem refusal(Target.Named named, ProjectKey key, List<String> outside) {
        String first = String.join(
                ", ", outside.stream().limit(MOST_NAMED).map(Quote::of).toList());
        return Problem.of(
                "this pull request also changes " + first
                        + (outside.size() > MOST_NAMED ? " and " + (outside.size() - MOST_NAMED) + " more" : "")
                        + ", which are not in the project " + Quote.of(named.name()),
                "changes in " + Quote.of(key.dir()) + " only, since this server restricts plans to what is touched",
                "Comment 'plan' to plan what is touched.");
    }
}
