package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Project;
import java.util.Optional;

/** Says whether a person may do what they asked for, as the host sees them now. Unknown means no. */
public final class Gate {
    private final PullReader reader;
    private final Policy policy;

    public Gate(PullReader reader, Policy policy) {
        this.reader = reader;
        this.policy = policy;
    }

    /** As {@link #refuse}, for applying: where merging applies, comments do so only afterwards. */
    Optional<Problem> refuseApply(CommentOrder order, PullRequest pull) {
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
        return refuse(order, pull, "apply");
    }

    /** As {@link #refuse}, for giving plans and locks back. */
    Optional<Problem> refuseUnlock(CommentOrder order, PullRequest pull) {
        return refuse(order, pull, "unlock").or(() -> policy.vetoes().unlock(pull));
    }

    /** Whether who means a project that is not there gets an answer: another server may know it. */
    boolean answersWithoutProjects() {
        return policy.vetoes().answersWithoutProjects();
    }

    /** Why a project's state must not be changed by hand; what the project requires for that is asked here. */
    Optional<Problem> refuseImport(Work.EditState work, PullRequest pull, Project project) {
        return Optional.empty();
    }

    /** Why {@code order} is not obeyed; {@code verb} is the command's name, for the sentence. */
    Optional<Problem> refuse(CommentOrder order, PullRequest pull, String verb) {
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
            return Optional.empty();
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
