package io.tidelock.vcs.gitlab;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks GitLab how a merge request stands: one request for its approvals, one for whether it can be merged, and a third for the
 * statuses of its head when GitLab says that these are what is in the way.
 */
final class GitLabStandings implements StandingReader {
    private static final int MOST_PAGES = 10;
    private static final Set<String> PASSED = Set.of("success", "skipped");

    private final GitLabApi api;

    GitLabStandings(GitLabApi api) {
        this.api = api;
    }

    @Override
    public Standing standing(PullRequest pull, Question question) {
        String path = api.path(pull.ref());
        try {
            return new Standing(
                    question.approval() ? unapproved(pull, path, question.asOf()) : List.of(),
                    question.mergeability() ? mergeability(pull, path, question) : Standing.FREE);
        } catch (Malformed strange) {
            throw api.unreadable(path, strange.what());
        }
    }

    // ---- approvals

    /** Also where no rule asks for one, somebody must have approved it who is not its author. */
    private List<String> unapproved(PullRequest pull, String path, Optional<Instant> asOf) {
        Tree told;
        try {
            told = api.get(path + "/approvals");
        } catch (Refused no) {
            return List.of("its host does not tell of approvals");
        }
        List<String> missing = new ArrayList<>();
        long left = number(told.at("approvals_left"));
        if (left > 0) {
            String rules = String.join(
                    ", ",
                    told.at("approval_rules_left").present().stream()
                            .map(rule -> rule.at("name").optionalText().orElse(""))
                            .filter(name -> !name.isBlank())
                            .map(name -> "`" + name + "`")
                            .toList());
            missing.add((left == 1 ? "1 more approval is" : left + " more approvals are") + " needed"
                    + (rules.isEmpty() ? "" : " by the rule " + rules));
        }
        boolean approved = told.at("approved_by").present().stream()
                .filter(one -> !one.at("user")
                        .at("username")
                        .optionalText()
                        .orElse("")
                        .equalsIgnoreCase(pull.author().login()))
                .anyMatch(one -> inTime(one, asOf));
        if (missing.isEmpty() && !approved) {
            missing.add(
                    asOf.isPresent()
                            ? "nobody but its author had approved it when it was merged"
                            : "nobody but its author has approved it");
        }
        return missing;
    }

    /** Older servers do not tell when; a merge request that is merged takes no approvals any more. */
    private static boolean inTime(Tree approval, Optional<Instant> asOf) {
        Optional<Instant> at = Optional.empty();
        try {
            at = approval.at("approved_at").optionalText().map(Instant::parse);
        } catch (DateTimeParseException strange) {
            // as if it were not told
        }
        return asOf.isEmpty() || at.isEmpty() || !at.get().isAfter(asOf.get());
    }

    // ---- mergeability

    private Mergeability mergeability(PullRequest pull, String path, Question question) {
        Tree shown = api.get(path);
        Optional<String> detailed = shown.at("detailed_merge_status").optionalText();
        String base = pull.base().branch();
        return switch (detailed.orElse("")) {
            case "" -> older(pull, shown, question);
            case "mergeable" -> Standing.FREE;
            case "ci_must_pass", "ci_still_running" -> pipeline(pull, shown, question, detailed.get());
            case "preparing", "checking", "unchecked", "approvals_syncing" -> new Mergeability.Unsettled();
            case "conflict", "broken_status" -> blocked("it conflicts with " + base);
            case "not_approved" -> blocked("its host asks for more approvals");
            case "requested_changes" -> blocked("a reviewer asked for changes");
            case "draft_status" -> blocked("it is a draft");
            case "discussions_not_resolved" -> blocked("there are threads that nobody has resolved");
            case "need_rebase" -> blocked("its branch must be rebased onto " + base);
            case "not_open" -> blocked("it is not open");
            case "blocked_status", "merge_request_blocked" -> blocked("another merge request must be merged before");
            case "status_checks_must_pass", "external_status_checks" ->
                blocked("external status checks have not passed");
            case "jira_association_missing" -> blocked("its title or description names no Jira issue");
            case "policies_denied", "security_policy_violations", "security_policy_pipeline_check" ->
                blocked("a policy of its host does not allow it");
            case "locked_paths", "locked_lfs_files" -> blocked("files that it changes are locked");
            case "merge_time" -> blocked("its host lets it be merged only later");
            default -> blocked("its host says '" + detailed.get() + "'");
        };
    }

    private static Mergeability blocked(String why) {
        return new Mergeability.Blocked(List.of(why));
    }

    /** Before GitLab 15.6 there is one word for conflicts, and the rest has fields of its own. */
    private Mergeability older(PullRequest pull, Tree shown, Question question) {
        String word = shown.at("merge_status").optionalText().orElse("");
        if (pull.draft()) {
            return blocked("it is a draft");
        }
        Tree resolved = shown.at("blocking_discussions_resolved");
        if (resolved.isPresent() && !resolved.isTrue()) {
            return blocked("there are threads that nobody has resolved");
        }
        return switch (word) {
            case "can_be_merged" ->
                api.get(api.path(pull.ref().repo()))
                                .at("only_allow_merge_if_pipeline_succeeds")
                                .isTrue()
                        ? pipeline(pull, shown, question, "can_be_merged")
                        : Standing.FREE;
            case "cannot_be_merged" ->
                blocked("it conflicts with " + pull.base().branch());
            default -> new Mergeability.Unsettled();
        };
    }

    /**
     * The pipeline must succeed: whether it would, if our own statuses did. That of a merge result belongs to another commit
     * than the head, and that of a fork to the fork's project.
     */
    private Mergeability pipeline(PullRequest pull, Tree shown, Question question, String word) {
        String project = api.path(pull.ref().repo());
        String head = pull.head().sha().hex();
        List<Tree> all = statuses(project, head);
        String tested = shown.at("head_pipeline").at("sha").optionalText().orElse(head);
        long home = number(shown.at("head_pipeline").at("project_id"));
        boolean elsewhere = home > 0 && home != number(shown.at("project_id"));
        if (elsewhere || !tested.equals(head)) {
            all.addAll(statuses(elsewhere ? "/projects/" + home : project, tested));
        }
        Set<String> refs = Set.of(
                pull.head().branch(),
                "refs/merge-requests/" + pull.ref().number() + "/head",
                "refs/merge-requests/" + pull.ref().number() + "/merge",
                "refs/merge-requests/" + pull.ref().number() + "/train");
        List<Tree> its = all.stream()
                .filter(status -> refs.contains(status.at("ref").optionalText().orElse("")))
                .toList();
        List<String> why = new ArrayList<>();
        boolean oursOpen = false;
        for (Tree status : its.isEmpty() ? all : its) {
            String name = status.at("name").optionalText().orElse("");
            String state = status.at("status").optionalText().orElse("");
            boolean passed =
                    PASSED.contains(state) || status.at("allow_failure").isTrue();
            if (question.ours().test(name)) {
                oursOpen |= !passed;
            } else if (!passed) {
                why.add("`" + name + "` of its pipeline is " + state);
            }
        }
        if (why.isEmpty() && !oursOpen && !word.equals("can_be_merged")) {
            why.add(
                    word.equals("ci_must_pass")
                            ? "its host asks for a pipeline that succeeds"
                            : "its pipeline has not ended");
        }
        return why.isEmpty()
                ? Standing.FREE
                : new Mergeability.Blocked(why.stream().distinct().toList());
    }

    private List<Tree> statuses(String project, String commit) {
        String query = project + "/repository/commits/" + commit + "/statuses?per_page=100";
        List<Tree> all = new ArrayList<>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            List<Tree> some = api.get(query + "&page=" + page).elements();
            all.addAll(some);
            if (some.size() < 100) {
                break;
            }
        }
        return all;
    }

    // ---- what may be missing

    private static long number(Tree tree) {
        return tree.node().isIntegralNumber() ? tree.node().asLong() : 0;
    }
}
