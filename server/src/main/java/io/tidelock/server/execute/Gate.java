package io.tidelock.server.execute;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says whether a person may do what they asked for, as the host sees them now. Unknown means no. */
public final class Gate {
    private final PullReader reader;
    private final Policy policy;
    private final Admission admission;
    private final Clearance clearance;

    public Gate(PullReader reader, Policy policy, Admission admission, Clearance clearance) {
        this.reader = reader;
        this.policy = policy;
        this.admission = admission;
        this.clearance = clearance;
    }

    PullReader reader() {
        return reader;
    }

    Policy policy() {
        return policy;
    }

    /** What the projects require before they are applied and is not met, as it is now. */
    Demands unmet(PullRequest pull, Collection<Project> projects, Inquiry inquiry, Lease lease) {
        return admission.beforeApply(pull, projects, inquiry, lease);
    }

    /** The same for whoever is about to merge: nothing is run any more, so nobody else wants to know anything. */
    Demands unmet(PullRequest pull, Collection<Project> projects, Lease lease) {
        return admission.beforeApply(pull, projects, Optional.empty(), lease);
    }

    /** The same projects; their commands may know how the pull request stood when it was merged. */
    List<Project> informed(PullRequest pull, List<Project> projects) {
        return informed(pull, projects, admission.atMerge(pull, projects));
    }

    /** The same projects; their commands may know what was learnt. */
    static List<Project> informed(PullRequest pull, List<Project> projects, Inquiry inquiry) {
        Map<String, String> facts = Admission.facts(pull, inquiry);
        return facts.isEmpty()
                ? projects
                : projects.stream().map(project -> project.knowing(facts)).toList();
    }

    /** The same as it was when the pull request was merged, as far as its host tells. */
    Demands unmetAtMerge(PullRequest pull, Collection<Project> projects, Lease lease) {
        return admission.beforeApply(pull, projects, pull.mergedAt(), lease);
    }

    /** As {@link #refuse}, for applying: where merging applies, comments do so only afterwards. */
    Optional<Problem> refuseApply(CommentOrder order, PullRequest pull, Lease lease) {
        if (policy.applyOn() == ApplyOn.NEVER) {
            return Optional.of(Problem.of(
                    "here nothing is applied",
                    "a server that applies",
                    "Ask the operator, who has set --disable-apply, --apply-on or --allow-commands"));
        }
        if (pull.open() && !policy.applyOn().comment()) {
            return Optional.of(Problem.of(
                    "here plans are applied when the pull request is merged",
                    "a merged pull request",
                    "Merge it; or ask the operator to start the server with --apply-on both"));
        }
        return refuse(order, pull, "apply", lease);
    }

    /** As {@link #refuse}, for giving plans and locks back. */
    Optional<Problem> refuseUnlock(CommentOrder order, PullRequest pull, Lease lease) {
        return refuse(order, pull, "unlock", lease).or(() -> policy.vetoes().unlock(pull));
    }

    /** Whether who means a project that is not there gets an answer: another server may know it. */
    boolean answersWithoutProjects() {
        return policy.vetoes().answersWithoutProjects();
    }

    /**
     * What keeps each project from being imported into: requirements that are not met. What the state forgets requires nothing. And
     * that somebody may not do either there.
     */
    Map<ProjectKey, Problem> refuseEdit(Work.EditState work, Attempt attempt, Collection<Project> projects) {
        Map<ProjectKey, Problem> refused = new TreeMap<>(
                switch (work.edit()) {
                    case StateEdit.Import imports -> admission.beforeImport(attempt, projects);
                    case StateEdit.Removal removal -> Map.of();
                });
        refused.putAll(uncleared(attempt, projects));
        return refused;
    }

    /** What keeps whom this job is done for from single projects, although they may give the command. */
    Map<ProjectKey, Problem> uncleared(Attempt attempt, Collection<Project> projects) {
        return switch (attempt.lease().job().work()) {
            case Work.AutoPlan plan -> unclearedUnasked(attempt, projects);
            case Work.Plan plan -> clearance.refusals(attempt, plan.order().author(), "plan", projects);
            case Work.Apply apply -> clearance.refusals(attempt, apply.order().author(), "apply", projects);
            case Work.EditState edit ->
                clearance.refusals(
                        attempt, edit.order().author(), edit.edit().word().split(" ")[0], projects);
            case Work.Land land ->
                attempt.request()
                        .mergedBy()
                        .map(who -> clearance.refusals(attempt, who, "apply", projects))
                        .orElse(Map.of());
            case Work other -> Map.of(); // asked when it was promised, or nobody's command
        };
    }

    /** Whether this command is for some only, as far as teams go. */
    boolean isForSome(RepoRef repo, String command) {
        return !clearance.open(repo, command);
    }

    /** Why it is planned only when somebody asks: the operator wants that, or nobody whose deed it is may have it planned. */
    Optional<String> untilAsked(PullRequest pull, Lease lease) {
        return policy.vetoes()
                .untilAsked(pull)
                .or(() -> inWhoseName(pull, lease)
                        .refused()
                        .map(why -> "not planned until "
                                + (why.expected().isEmpty()
                                        ? "somebody who may"
                                        : why.expected().replace("`", ""))
                                + " comments plan"));
    }

    /** As {@link #uncleared}, for planning what nobody has asked for. */
    Map<ProjectKey, Problem> unclearedUnasked(Attempt attempt, Collection<Project> projects) {
        Actor who = inWhoseName(attempt.request(), attempt.lease()).who();
        return clearance.refusals(attempt, who, TeamRules.AUTOPLAN, projects);
    }

    /** In whose name it is planned without being asked for, and why they may not. */
    private record Unasked(Actor who, Optional<Problem> refused) {}

    /** The author; or, where the author may not, who merged it. */
    private Unasked inWhoseName(PullRequest pull, Lease lease) {
        Unasked author = new Unasked(pull.author(), clearance.refusal(pull, pull.author(), TeamRules.AUTOPLAN, lease));
        return author.refused().isEmpty()
                ? author
                : pull.mergedBy()
                        .map(who -> new Unasked(who, clearance.refusal(pull, who, TeamRules.AUTOPLAN, lease)))
                        .orElse(author);
    }

    /** Why merging must not apply: who merged may not, or nobody knows who that was. */
    Optional<Problem> refuseMerge(PullRequest pull, Lease lease) {
        RepoRef repo = pull.ref().repo();
        if (clearance.open(repo, "apply")) {
            return Optional.empty();
        }
        return pull.mergedBy()
                .map(who -> clearance.refusalOfMerge(pull, who, lease))
                .orElseGet(() -> Optional.of(Problem.of(
                        "the host does not say who merged it, and not everybody may apply here",
                        "",
                        "Ask somebody who may to comment `apply`")));
    }

    /** Why {@code order} is not obeyed; {@code verb} is the command's name, for the sentence. */
    Optional<Problem> refuse(CommentOrder order, PullRequest pull, String verb, Lease lease) {
        Optional<String> unserved = policy.unserved().apply(pull);
        if (unserved.isPresent()) {
            return Optional.of(Problem.of(
                    unserved.get(), "another base branch", "Ask the operator, whose file about repositories says so"));
        }
        if (pull.fromFork() && !policy.forks()) {
            return Optional.of(Problem.of(
                    "this pull request comes from a fork",
                    "a branch of " + pull.ref().repo().path(),
                    "Push the branch there, or ask the operator to start the server with --allow-fork-prs"));
        }
        Permission permission = reader.permission(pull.ref().repo(), order.author());
        if (permission.mayWrite()) {
            return clearance.refusal(pull, order.author(), verb.split(" ")[0], lease);
        }
        String met = permission == Permission.UNKNOWN
                ? "the host did not say what " + order.author().login() + " may do in "
                        + pull.ref().repo().path()
                : order.author().login() + " has no write permission in "
                        + pull.ref().repo().path();
        return Optional.of(
                Problem.of(met, "write permission to " + verb, "Ask somebody who may write to comment `" + verb + "`"));
    }
}
