package io.tidelock.vcs.github;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.Refused;
import io.tidelock.vcs.github.Seen.Opinion;
import io.tidelock.vcs.json.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What classic protection and rulesets of a base branch demand, as GitHub's REST API tells it: the first only to who may
 * administer the repository.
 *
 * @param checks names of the checks that must pass
 * @param approvals how many are needed; 0 when none, or when nobody told
 * @param others what else must be, of which that API tells nothing
 */
record RestRules(Set<String> checks, long approvals, List<String> others) {
    RestRules {
        checks = Set.copyOf(checks);
        others = List.copyOf(others);
    }

    static RestRules of(GitHubApi api, PullRequest pull) {
        String repo = api.path(pull.ref().repo());
        String branch = GitHubApi.segment(pull.base().branch());
        Set<String> checks = new LinkedHashSet<>();
        long approvals = 0;
        boolean resolved = false;
        boolean workflows = false;
        Optional<Tree> classic = asked(api, repo + "/branches/" + branch + "/protection");
        if (classic.isPresent()) {
            Tree it = classic.get();
            names(it.at("required_status_checks"), checks);
            approvals = approvals(it.at("required_pull_request_reviews"));
            resolved = it.at("required_conversation_resolution").isPresent()
                    && it.at("required_conversation_resolution").at("enabled").isTrue();
        } else {
            open(api, pull).ifPresent(it -> names(it.at("required_status_checks"), checks));
        }
        for (Tree rule : asked(api, repo + "/rules/branches/" + branch + "?per_page=100")
                .map(Tree::present)
                .orElse(List.of())) {
            Tree parameters = rule.at("parameters");
            if (parameters.isPresent()) {
                parameters
                        .at("required_status_checks")
                        .present()
                        .forEach(check -> check.at("context").optionalText().ifPresent(checks::add));
                approvals = Math.max(approvals, approvals(parameters));
                resolved |= parameters.at("required_review_thread_resolution").isTrue();
            }
            workflows |= rule.at("type").optionalText().orElse("").equals("workflows");
        }
        List<String> others = new ArrayList<>();
        if (resolved) {
            others.add("its threads must be resolved, and its host does not tell whether they are");
        }
        if (workflows) {
            others.add("workflows are required, and its host does not tell how they ended");
        }
        return new RestRules(checks, approvals, others);
    }

    /** What everybody may read of classic protection; empty where there is none. */
    static Optional<Tree> open(GitHubApi api, PullRequest pull) {
        String branch = GitHubApi.segment(pull.base().branch());
        return asked(api, api.path(pull.ref().repo()) + "/branches/" + branch)
                .map(it -> it.at("protection"))
                .filter(it ->
                        it.isPresent() && !it.at("enabled").node().asText().equals("false"));
    }

    /** What GitHub would call the decision of the reviews; empty when none are demanded. */
    Optional<String> decision(List<Opinion> opinions) {
        if (approvals == 0) {
            return Optional.empty();
        }
        if (opinions.stream().anyMatch(opinion -> opinion.is("changes_requested"))) {
            return Optional.of("changes_requested");
        }
        long approved =
                opinions.stream().filter(opinion -> opinion.is("approved")).count();
        return Optional.of(approved >= approvals ? "approved" : "review_required");
    }

    private static long approvals(Tree reviews) {
        Tree count = reviews.isPresent() ? reviews.at("required_approving_review_count") : reviews;
        return count.node().isIntegralNumber() ? count.node().asLong() : 0;
    }

    static void names(Tree required, Set<String> checks) {
        if (required.isPresent()) {
            required.at("contexts")
                    .present()
                    .forEach(name -> name.optionalText().ifPresent(checks::add));
            required.at("checks")
                    .present()
                    .forEach(check -> check.at("context").optionalText().ifPresent(checks::add));
        }
    }

    /** Nothing when the host will not say, which older ones do for what they do not have. */
    static Optional<Tree> asked(GitHubApi api, String path) {
        try {
            return Optional.of(api.get(path));
        } catch (Refused no) {
            return Optional.empty();
        }
    }
}
