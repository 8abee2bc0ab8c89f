package io.tidelock.vcs.gitlab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.vcs.http.HostWords;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Merges merge requests and takes approvals back. */
final class GitLabMerges implements PullMerger {
    private final GitLabApi api;

    GitLabMerges(GitLabApi api) {
        this.api = api;
    }

    /** Whether there is a merge commit, the project decides; whether commits are squashed, who merges. */
    @Override
    public Set<MergeMethod> methods(RepoRef repo) {
        return Set.of(MergeMethod.MERGE, MergeMethod.SQUASH);
    }

    /** The branch is deleted by the host, a moment later, unless it is protected or the default one. */
    @Override
    public Optional<Problem> merge(PullRequest pull, CommitSha head, Order order) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("sha", head.hex());
        order.method().ifPresent(method -> {
            switch (method) {
                case MERGE -> body.put("squash", false);
                case SQUASH -> body.put("squash", true);
                case REBASE ->
                    throw new Refused(
                            Refused.Kind.NOT_ACCEPTABLE,
                            Problem.of(
                                    "the method 'rebase', which this host does not take for a single merge",
                                    "merge or squash",
                                    "Choose another, or leave it to the project's settings"));
            }
        });
        boolean here = pull.head().repo().equals(Optional.of(pull.ref().repo()));
        if (order.deletesBranch() && here) {
            body.put("should_remove_source_branch", true);
        }
        try {
            api.put(api.path(pull.ref()) + "/merge", body);
        } catch (Refused no) {
            throw HostWords.only(no);
        }
        return Optional.empty();
    }

    /** The host was told along with the merge, in one request. */
    @Override
    public Optional<Problem> deleteBranch(PullRequest pull) {
        return Optional.empty();
    }

    @Override
    public Dropped dropApprovals(PullRequest pull) {
        String approvals = api.path(pull.ref()) + "/approvals";
        try {
            Tree given = api.get(approvals).at("approved_by");
            List<String> by = given.isPresent()
                    ? given.elements().stream()
                            .flatMap(one -> one.at("user").at("username").optionalText().stream())
                            .toList()
                    : List.of();
            if (!by.isEmpty()) {
                api.put(api.path(pull.ref()) + "/reset_approvals", JsonNodeFactory.instance.objectNode());
            }
            return new Dropped(by, List.of());
        } catch (Malformed strange) {
            throw api.unreadable(approvals, strange.what());
        } catch (Refused no) {
            return new Dropped(List.of(), List.of(forbidden(no)));
        }
    }

    /** Of all tokens GitLab lets only those of a project or a group do this. */
    private static Problem forbidden(Refused no) {
        return no.kind() == Refused.Kind.NOT_ALLOWED
                ? Problem.of(
                        no.problem().met(),
                        "a token of the project or of its group",
                        "Ask the operator to use such a token; a person's token may not take back others' approvals")
                : no.problem();
    }
}
