package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.project.Hook;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What the operator wants to be run around commands.
 *
 * @param hooks those for a pull request, in their order
 * @param after whether anything may have to be run after that command, in a repository
 * @param strict whether the failure of one that comes before keeps the command from being done
 * @param made whether files that they make count as changed by the pull request
 */
public record HookRules(
        Function<PullRequest, List<Hook>> hooks, BiPredicate<RepoRef, String> after, boolean strict, boolean made) {
    public static final HookRules NONE = new HookRules(pull -> List.of(), (repo, command) -> false, false, false);
}
