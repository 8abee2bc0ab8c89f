package io.tidelock.server.execute;

import io.tidelock.config.select.Selector;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.Publication;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One try at planning some projects of a pull request.
 *
 * @param request as its host showed it
 * @param settings what the repository's file means there
 * @param shares whether it may share what runs make with other pull requests of the repository
 * @param inquiry what its host has said in this try
 * @param kept keys of its file that are as the base branch has them
 */
record Attempt(
        PullRequest request,
        Prospect.Merged prospect,
        RepoSettings settings,
        Lease lease,
        boolean shares,
        Inquiry inquiry,
        List<String> kept) {
    /** What comes from a fork shares nothing with anybody. */
    static Attempt of(PullRequest pull, Survey.Sight.Clear clear, Lease lease) {
        return new Attempt(
                pull, clear.prospect(), clear.settings(), lease, !pull.fromFork(), new Inquiry(), clear.kept());
    }

    PullRef pull() {
        return request.ref();
    }

    /** These projects as the files mean them now. */
    List<Project> known(Collection<ProjectKey> keys) {
        return Selector.known(settings, prospect.source(), keys, request.base().branch());
    }

    /**
     * A project to be planned.
     *
     * @param extraArgs the commenter's arguments, checked
     * @param approved the plan that people have agreed to, when the new one may be applied only if it means the same
     */
    record Task(Project project, List<String> extraArgs, Optional<Approved> approved) {
        Task {
            extraArgs = List.copyOf(extraArgs);
        }

        Task(Project project, List<String> extraArgs) {
            this(project, extraArgs, Optional.empty());
        }

        Task knowing(Map<String, String> facts) {
            return new Task(project.knowing(facts), extraArgs, approved);
        }

        /** The same, to be shown and not run. */
        Task refused(Problem why) {
            return new Task(project.refused(why), extraArgs, approved);
        }

        /** The same, to be shown and not run: something that comes before it failed. */
        Task held(String why) {
            return new Task(
                    project.refused(Problem.of(
                            "not planned: " + why,
                            "",
                            "Correct that one; or remove 'abort_on_execution_order_fail' to plan in spite of it")),
                    extraArgs,
                    approved);
        }
    }

    /** @param publication when that plan could be read */
    record Approved(PlanFingerprint fingerprint, Publication publication) {}
}
