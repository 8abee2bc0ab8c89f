package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.outcome.Problem;
import java.util.Optional;

/**
 * What keeps us from acting by ourselves, or from letting go.
 *
 * @param autoplan whether pull requests are planned by themselves
 * @param autoplanLabel which label keeps one from that
 * @param unlockLabel which label keeps one from being unlocked by a comment
 * @param answersWithoutProjects whether who names a project that is not there gets an answer
 */
public record Vetoes(
        boolean autoplan,
        Optional<String> autoplanLabel,
        Optional<String> unlockLabel,
        boolean answersWithoutProjects) {
    /** Nothing is in the way. */
    public static final Vetoes NONE = new Vetoes(true, Optional.empty(), Optional.empty(), true);

    /** Why this one is planned only when somebody asks; empty when it is planned by itself. */
    Optional<String> untilAsked(PullRequest pull) {
        if (!autoplan) {
            return Optional.of("not planned until somebody comments plan");
        }
        return worn(autoplanLabel, pull).map(label -> "not planned until somebody comments plan: label " + label);
    }

    Optional<Problem> unlock(PullRequest pull) {
        return worn(unlockLabel, pull)
                .map(label -> Problem.of(
                        "this pull request has the label '" + label + "', which keeps its plans and locks",
                        "a pull request without it",
                        "Remove the label, then comment `unlock` again"));
    }

    static Optional<String> worn(Optional<String> label, PullRequest pull) {
        return label.filter(name -> pull.labels().stream().anyMatch(name::equalsIgnoreCase));
    }
}
