package io.tidelock.vcs.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.vcs.http.HostWords;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Merges pull requests and takes approvals back. */
final class GitHubMerges implements PullMerger {
    private static final int MOST_PAGES = 10;
    private static final String DELETE_IT = "Delete it by hand, or leave it";

    private final GitHubApi api;

    GitHubMerges(GitHubApi api) {
        this.api = api;
    }

    @Override
    public Set<MergeMethod> methods(RepoRef repo) {
        return EnumSet.allOf(MergeMethod.class);
    }

    @Override
    public Optional<Problem> merge(PullRequest pull, CommitSha head, Order order) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("sha", head.hex());
        order.method()
                .or(() -> usual(pull))
                .ifPresent(method -> body.put("merge_method", method.name().toLowerCase(Locale.ROOT)));
        try {
            api.send("PUT", path(pull) + "/merge", Optional.of(body));
        } catch (Refused no) {
            throw HostWords.only(no);
        }
        return order.deletesBranch() ? deleteBranch(pull) : Optional.empty();
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

    /** GitHub deletes whatever a branch points to by now, so that is looked at. Somebody may be faster: the host's own setting. */
    @Override
    public Optional<Problem> deleteBranch(PullRequest pull) {
        if (!pull.head().repo().equals(Optional.of(pull.ref().repo()))) {
            return Optional.empty();
        }
        String repo = api.path(pull.ref().repo());
        String branch = pull.head().branch();
        try {
            Optional<String> why = spared(repo, branch, pull.head().sha());
            if (why.isPresent()) {
                return Optional.of(
                        Problem.of("the branch '" + branch + "' is still there: " + why.get(), "", DELETE_IT));
            }
            api.send("DELETE", repo + "/git/refs/heads/" + segments(branch), Optional.empty());
            return Optional.empty();
        } catch (Refused no) {
            boolean gone =
                    no.kind() == Refused.Kind.NOT_FOUND || no.problem().met().contains("Reference does not exist");
            return gone
                    ? Optional.empty()
                    : Optional.of(Problem.of(
                            "the branch '" + branch + "' is still there: "
                                    + no.problem().met(),
                            no.problem().expected(),
                            DELETE_IT));
        } catch (Unavailable trouble) {
            return Optional.of(Problem.of(
                    "the branch '" + branch + "' may still be there: " + trouble.getMessage(), "", DELETE_IT));
        }
    }

    /** Why a branch is not deleted. */
    private Optional<String> spared(String repo, String branch, CommitSha merged) {
        if (api.get(repo).at("default_branch").optionalText().equals(Optional.of(branch))) {
            return Optional.of("it is the default branch");
        }
        Tree there = api.get(repo + "/branches/" + GitHubApi.segment(branch));
        if (there.at("protected").isTrue()) {
            return Optional.of("it is protected");
        }
        Optional<String> tip = there.at("commit").at("sha").optionalText();
        return tip.equals(Optional.of(merged.hex()))
                ? Optional.empty()
                : Optional.of("somebody has pushed to it meanwhile");
    }

    private static String segments(String branch) {
        return Arrays.stream(branch.split("/")).map(GitHubApi::segment).collect(Collectors.joining("/"));
    }

    @Override
    public Dropped dropApprovals(PullRequest pull) {
        String reviews = path(pull) + "/reviews";
        List<String> by = new ArrayList<>();
        List<Problem> kept = new ArrayList<>();
        try {
            for (Tree review : api.all(reviews + "?per_page=100", MOST_PAGES)) {
                if (review.at("state").optionalText().orElse("").equals("APPROVED")) {
                    String login = review.at("user").at("login").optionalText().orElse("ghost");
                    dismiss(reviews, review.at("id").id()).ifPresentOrElse(kept::add, () -> by.add(login));
                }
            }
        } catch (Malformed strange) {
            throw api.unreadable(reviews, strange.what());
        } catch (Refused no) {
            kept.add(no.problem());
        } catch (Unavailable trouble) {
            if (by.isEmpty()) {
                throw trouble;
            }
            kept.add(Problem.of(
                    "the other approvals may still stand: " + trouble.getMessage(),
                    "",
                    "")); // whoever asks again misses those
        }
        return new Dropped(by, kept);
    }

    /** Why it still stands. */
    private Optional<Problem> dismiss(String reviews, long id) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("message", "Planned again: the approval was for an earlier plan.");
        body.put("event", "DISMISS");
        try {
            api.send("PUT", reviews + "/" + id + "/dismissals", Optional.of(body));
            return Optional.empty();
        } catch (Refused no) {
            return Optional.of(no.problem());
        }
    }

    private String path(PullRequest pull) {
        return api.path(pull.ref().repo()) + "/pulls/" + pull.ref().number();
    }
}
