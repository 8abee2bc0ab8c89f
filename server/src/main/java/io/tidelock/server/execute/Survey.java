package io.tidelock.server.execute;

import io.tidelock.config.repo.RepoFile;
import io.tidelock.config.repo.Terms;
import io.tidelock.config.select.Selector;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks at the files a pull request would give, and reads the repository's own configuration there. */
public final class Survey {
    /** What was seen. */
    public sealed interface Sight {
        Prospect prospect();

        /**
         * @param blind true when nobody knows the settings, since the hooks that may make them were not run
         * @param kept keys of the repository's file that are as the base branch has them, whatever the head says
         */
        record Clear(Prospect.Merged prospect, RepoSettings settings, boolean blind, List<String> kept)
                implements Sight {
            /** These projects as the files mean them now, in the order of their turns; what nobody names is run as usual. */
            List<Project> known(Collection<ProjectKey> keys, PullRequest pull) {
                return Selector.known(
                        settings, prospect.source(), keys, pull.base().branch());
            }

            /** The projects that are planned because the pull request touches them. */
            List<Project> touched(PullRequest pull) {
                return Selector.select(
                                settings,
                                prospect.source(),
                                prospect.changed(),
                                pull.base().branch(),
                                Selector.Mode.AUTO)
                        .projects();
            }
        }

        /** Nothing can be planned until these are put right. */
        record Blocked(Prospect prospect, List<Problem> problems) implements Sight {}
    }

    private final Ground ground;
    private final HookCourse hooks;
    private final Function<PullRequest, Terms> terms;
    private final boolean locks;
    private final boolean rulesFromBase;

    /**
     * @param hooks are run before anybody looks
     * @param terms what the operator says about the repository of a pull request
     * @param locks false when no project is ever locked, whatever the files say
     * @param rulesFromBase whether what weakens rules is taken from the file as the base branch has it
     */
    public Survey(
            Ground ground, HookCourse hooks, Function<PullRequest, Terms> terms, boolean locks, boolean rulesFromBase) {
        this.ground = ground;
        this.hooks = hooks;
        this.terms = terms;
        this.locks = locks;
        this.rulesFromBase = rulesFromBase;
    }

    /**
     * As it would be if it were merged now; of one that was merged, as its base branch now is. Where hooks may make files and
     * are not run for this job, nobody knows the settings: projects are as usual then.
     */
    Sight look(PullRequest pull, Lease lease) {
        return switch (prospect(pull, lease)) {
            case Prospect.Conflict conflict -> new Sight.Blocked(conflict, List.of(conflict(pull, conflict)));
            case Prospect.Merged merged
            when hooks.hides(pull, lease) -> new Sight.Clear(merged, RepoSettings.none(), true, List.of());
            case Prospect.Merged merged -> look(pull, hooks.before(pull, merged, lease), lease);
        };
    }

    /** The same without running anything, for whom nothing may be run. */
    Sight glance(PullRequest pull, Lease lease) {
        return switch (prospect(pull, lease)) {
            case Prospect.Conflict conflict -> new Sight.Blocked(conflict, List.of(conflict(pull, conflict)));
            case Prospect.Merged merged
            when hooks.prepare(pull) -> new Sight.Clear(merged, RepoSettings.none(), true, List.of());
            case Prospect.Merged merged -> read(pull, merged, lease);
        };
    }

    private Prospect prospect(PullRequest pull, Lease lease) {
        GitRemote remote = ground.access().remote(pull);
        return pull.merged()
                ? ground.checkouts().landed(pull, remote, lease)
                : ground.checkouts().prepare(pull, remote, lease);
    }

    private Sight look(PullRequest pull, HookCourse.Prepared prepared, Lease lease) {
        return prepared.problem()
                .<Sight>map(problem -> new Sight.Blocked(prepared.prospect(), List.of(problem)))
                .orElseGet(() -> read(pull, prepared.prospect(), lease));
    }

    private Sight read(PullRequest pull, Prospect.Merged merged, Lease lease) {
        Optional<SourceTree> base = rulesFromBase && !pull.merged()
                ? Optional.of(ground.checkouts().base(pull.ref(), merged.heads(), lease))
                : Optional.empty();
        return switch (RepoFile.read(merged.source(), terms.apply(pull), base)) {
            case RepoFile.Meant meant ->
                new Sight.Clear(merged, locked(meant.settings().with(Facts.of(pull, lease))), false, meant.kept());
            case RepoFile.Wrong wrong -> new Sight.Blocked(merged, wrong.problems());
        };
    }

    private RepoSettings locked(RepoSettings settings) {
        return locks ? settings : settings.withoutLocks();
    }

    private static Problem conflict(PullRequest pull, Prospect.Conflict conflict) {
        return Problem.of(
                "merge conflict with " + pull.base().branch() + " in " + String.join(", ", conflict.files()),
                "a head that merges cleanly",
                "Merge or rebase onto " + pull.base().branch() + ", resolve the conflict and push");
    }
}
