package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.project.MergeMethod;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether and how we merge pull requests ourselves.
 *
 * @param byItself whether one is merged once all of it is applied, where its repository does not say
 * @param method by which, where the comment does not say; empty for what the repository does by itself
 * @param vetoLabel which label keeps a pull request from being merged by us
 * @param methods those that the host of a repository takes
 */
public record Merging(
        boolean byItself,
        Optional<MergeMethod> method,
        Optional<String> vetoLabel,
        Function<RepoRef, Set<MergeMethod>> methods) {
    /** Only where a repository asks for it. */
    public static final Merging ON_REQUEST =
            new Merging(false, Optional.empty(), Optional.empty(), repo -> Set.of(MergeMethod.values()));

    /** The label that keeps it from being merged. */
    Optional<String> veto(PullRequest pull) {
        return Vetoes.worn(vetoLabel, pull);
    }

    /** The operator's method, where the host takes it; else the repository decides. */
    Optional<MergeMethod> usual(RepoRef repo) {
        return method.filter(methods.apply(repo)::contains);
    }
}
