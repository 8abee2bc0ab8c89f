package io.tidelock.vcs.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.util.Locale;
import java.util.Optional;

/** Merges pull requests and takes approvals back. */
final class GitHubMerges implements PullMerger {
    private static final int MOST_PAGES = 10;

    private final GitHubApi api;

    GitHubMerges(GitHubApi api) {
        this.api = api;
    }

    @Override
    public void merge(PullRequest pull, CommitSha head, Order order) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("sha", head.hex());
        order.method()
                .or(() -> usual(pull))
                .ifPresent(method -> body.put("merge_method", method.name().toLowerCase(Locale.ROOT)));
        api.send("PUT", path(pull) + "/merge", Optional.of(body));
        boolean here = pull.head().repo().equals(Optional.of(pull.ref().repo()));
        if (order.deletesBranch() && here) {
            deleteBranch(pull);
        }
    }

    /** What the repository allows, in the order in which its button offers it; GitHub itself would only try a merge commit. */
    private Optional<MergeMethod> usual(PullRequest pull) {
        String path = api.path(pull.ref().repo());
        Tree repo = api.get(path);
        if (repo.at("allow_merge_commit").isTrue()
                || !repo.at("allow_merge_commit").isPresent()) {
            return Optional.empty();
        }
        return repo.at("allow_rebase_merge").isTrue()
                ? Optional.of(MergeMethod.REBASE)
                : repo.at("allow_squash_merge").isTrue() ? Optional.of(MergeMethod.SQUASH) : Optional.empty();
    }

    /** Somebody may have been faster: the host's own setting does the same. */
    private void deleteBranch(PullRequest pull) {
        String branch =
                pull.head().branch().replace("%", "%25").replace("#", "%23").replace("?", "%3F");
        try {
            api.send("DELETE", api.path(pull.ref().repo()) + "/git/refs/heads/" + branch, Optional.empty());
        } catch (Refused gone) {
            if (gone.kind() == Refused.Kind.NOT_ALLOWED) {
                throw gone;
            }
        }
    }

    @Override
    public void dropApprovals(PullRequest pull) {
        String reviews = path(pull) + "/reviews";
        try {
            for (Tree review : api.all(reviews + "?per_page=100", MOST_PAGES)) {
                if (review.at("state").optionalText().orElse("").equals("APPROVED")) {
                    ObjectNode body = JsonNodeFactory.instance.objectNode();
                    body.put("message", "Planned again: the approval was for an earlier plan.");
                    body.put("event", "DISMISS");
                    long id = review.at("id").id();
                    api.send("PUT", reviews + "/" + id + "/dismissals", Optional.of(body));
                }
            }
        } catch (Malformed strange) {
            throw api.unreadable(reviews, strange.what());
        }
    }

    private String path(PullRequest pull) {
        return api.path(pull.ref().repo()) + "/pulls/" + pull.ref().number();
    }
}
