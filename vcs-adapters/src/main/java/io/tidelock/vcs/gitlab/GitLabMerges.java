package io.tidelock.vcs.gitlab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.PullMerger;

/** Merges merge requests and takes approvals back, one request each. */
final class GitLabMerges implements PullMerger {
    private final GitLabApi api;

    GitLabMerges(GitLabApi api) {
        this.api = api;
    }

    /** Whether there is a merge commit, the project decides; whether commits are squashed, who merges. */
    @Override
    public void merge(PullRequest pull, CommitSha head, Order order) {
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
        if (order.deletesBranch()) {
            body.put("should_remove_source_branch", true);
        }
        api.put(api.path(pull.ref()) + "/merge", body);
    }

    @Override
    public void dropApprovals(PullRequest pull) {
        api.put(api.path(pull.ref()) + "/reset_approvals", JsonNodeFactory.instance.objectNode());
    }
}
