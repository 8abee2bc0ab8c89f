package io.tidelock.vcs.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.vcs.github.Seen.Check;
import io.tidelock.vcs.github.Seen.Opinion;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Asks GitHub how a pull request stands: one question to its GraphQL API, which alone knows the decision of the reviews. A server
 * that does not understand the question is asked piece by piece over REST.
 */
final class GitHubStandings implements StandingReader {
    private static final int MOST_PAGES = 10;
    private static final Set<String> WRITERS = Set.of("OWNER", "MEMBER", "COLLABORATOR");

    private static final String QUERY = """
            query($owner: String!, $name: String!, $number: Int!, $after: String) {
              repository(owner: $owner, name: $name) {
                pullRequest(number: $number) {
                  mergeStateStatus
                  reviewDecision
                  latestOpinionatedReviews(first: 100, writersOnly: true) {
                    nodes { state submittedAt author { login } }
                  }
                  baseRef {
                    branchProtectionRule { requiredStatusCheckContexts }
                    rules(first: 100) {
                      nodes {
                        type
                        parameters {
                          ... on RequiredStatusChecksParameters { requiredStatusChecks { context } }
                        }
                      }
                    }
                  }
                  commits(last: 1) {
                    nodes {
                      commit {
                        statusCheckRollup {
                          contexts(first: 100, after: $after) {
                            pageInfo { hasNextPage endCursor }
                            nodes {
                              __typename
                              ... on CheckRun { name conclusion isRequired(pullRequestNumber: $number) }
                              ... on StatusContext { context state isRequired(pullRequestNumber: $number) }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
            """;

    private final GitHubApi api;

    GitHubStandings(GitHubApi api) {
        this.api = api;
    }

    @Override
    public Standing standing(PullRequest pull, Question question) {
        if (!question.approval() && !question.mergeability()) {
            return Standing.good();
        }
        try {
            Optional<Seen> seen = byGraph(pull);
            return (seen.isPresent() ? seen.get() : byRest(pull)).standing(question);
        } catch (Malformed strange) {
            throw api.unreadable(path(pull), strange.what());
        }
    }

    private String path(PullRequest pull) {
        return api.path(pull.ref().repo()) + "/pulls/" + pull.ref().number();
    }

    // ---- one question

    /** Empty when the host has no such API, or does not know something that is asked for. */
    private Optional<Seen> byGraph(PullRequest pull) {
        List<Check> checks = new ArrayList<>();
        Optional<String> after = Optional.empty();
        Optional<Tree> first = Optional.empty();
        for (int page = 0; page < MOST_PAGES; page++) {
            Optional<Tree> shown = api.graph(QUERY, variables(pull, after))
                    .map(data -> data.at("repository").at("pullRequest"))
                    .filter(Tree::isPresent);
            if (shown.isEmpty()) {
                return Optional.empty();
            }
            first = first.or(() -> shown);
            Tree contexts = rollup(shown.get()).at("contexts");
            checks(contexts, checks);
            Tree info = contexts.at("pageInfo");
            after = info.at("endCursor")
                    .optionalText()
                    .filter(cursor -> info.at("hasNextPage").isTrue());
            if (after.isEmpty()) {
                break;
            }
        }
        return first.map(it -> seen(pull, it, checks));
    }

    private static ObjectNode variables(PullRequest pull, Optional<String> after) {
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        variables.put("owner", pull.ref().repo().owner());
        variables.put("name", pull.ref().repo().name());
        variables.put("number", pull.ref().number());
        after.ifPresent(cursor -> variables.put("after", cursor));
        return variables;
    }

    private static Seen seen(PullRequest pull, Tree shown, List<Check> checks) {
        Tree base = shown.at("baseRef");
        Set<String> required = new LinkedHashSet<>();
        texts(base.at("branchProtectionRule").at("requiredStatusCheckContexts"), required);
        boolean opaque = false;
        for (Tree rule : nodes(base.at("rules"))) {
            opaque |= rule.at("type").optionalText().orElse("").equals("WORKFLOWS");
            for (Tree check : list(rule.at("parameters").at("requiredStatusChecks"))) {
                check.at("context").optionalText().ifPresent(required::add);
            }
        }
        List<Opinion> opinions = new ArrayList<>();
        for (Tree review : nodes(shown.at("latestOpinionatedReviews"))) {
            opinions.add(new Opinion(
                    review.at("author").at("login").optionalText().orElse("ghost"),
                    lower(review.at("state")),
                    time(review.at("submittedAt"))));
        }
        return new Seen(
                pull.base().branch(),
                state(pull, lower(shown.at("mergeStateStatus"))),
                shown.at("reviewDecision").optionalText(),
                opinions,
                required,
                checks,
                opaque);
    }

    private static Tree rollup(Tree shown) {
        List<Tree> commits = nodes(shown.at("commits"));
        return commits.isEmpty()
                ? shown.at("commits").at("none")
                : commits.getLast().at("commit").at("statusCheckRollup");
    }

    private static void checks(Tree contexts, List<Check> checks) {
        for (Tree node : nodes(contexts)) {
            Optional<String> context = node.at("context").optionalText();
            Optional<String> name = context.or(() -> node.at("name").optionalText());
            name.ifPresent(known -> checks.add(new Check(
                    known,
                    lower(context.isPresent() ? node.at("state") : node.at("conclusion")),
                    node.at("isRequired").isTrue())));
        }
    }

    // ---- piece by piece

    private Seen byRest(PullRequest pull) {
        Tree shown = api.get(path(pull));
        String state = lower(shown.at("mergeable_state"));
        Set<String> required = new LinkedHashSet<>();
        List<Check> checks = new ArrayList<>();
        if (state.equals("blocked")) {
            String repo = api.path(pull.ref().repo());
            String branch = repo + "/branches/" + GitHubApi.segment(pull.base().branch());
            String commit = repo + "/commits/" + pull.head().sha().hex();
            asked(branch)
                    .ifPresent(it -> texts(
                            it.at("protection").at("required_status_checks").at("contexts"), required));
            asked(repo + "/rules/branches/" + GitHubApi.segment(pull.base().branch()))
                    .ifPresent(rules -> list(rules)
                            .forEach(rule -> list(rule.at("parameters").at("required_status_checks"))
                                    .forEach(check ->
                                            check.at("context").optionalText().ifPresent(required::add))));
            asked(commit + "/status?per_page=100")
                    .ifPresent(it -> list(it.at("statuses"))
                            .forEach(status -> checks.add(new Check(
                                    status.at("context").optionalText().orElse(""),
                                    lower(status.at("state")),
                                    false))));
            asked(commit + "/check-runs?per_page=100")
                    .ifPresent(it -> list(it.at("check_runs"))
                            .forEach(run -> checks.add(new Check(
                                    run.at("name").optionalText().orElse(""), lower(run.at("conclusion")), false))));
        }
        return new Seen(
                pull.base().branch(), state(pull, state), Optional.empty(), opinions(pull), required, checks, false);
    }

    /** Newer hosts no longer have a word of its own for drafts, and call them blocked. */
    private static String state(PullRequest pull, String told) {
        return pull.draft() && !Set.of("", "unknown", "dirty").contains(told) ? "draft" : told;
    }

    /** Nothing when the host will not say, which older ones do for what they do not have. */
    private Optional<Tree> asked(String path) {
        try {
            return Optional.of(api.get(path));
        } catch (Refused no) {
            return Optional.empty();
        }
    }

    private List<Opinion> opinions(PullRequest pull) {
        Map<String, Opinion> last = new LinkedHashMap<>();
        for (Tree review : api.all(path(pull) + "/reviews?per_page=100", MOST_PAGES)) {
            String state = lower(review.at("state"));
            boolean counts = Set.of("approved", "changes_requested", "dismissed")
                            .contains(state)
                    && WRITERS.contains(
                            review.at("author_association").optionalText().orElse(""));
            if (counts) {
                String author = review.at("user").at("login").optionalText().orElse("ghost");
                last.put(author, new Opinion(author, state, time(review.at("submitted_at"))));
            }
        }
        return List.copyOf(last.values());
    }

    // ---- what may be missing

    private static List<Tree> nodes(Tree connection) {
        return list(connection.at("nodes"));
    }

    private static List<Tree> list(Tree tree) {
        return tree.isPresent()
                ? tree.elements().stream().filter(Tree::isPresent).toList()
                : List.of();
    }

    private static void texts(Tree tree, Set<String> into) {
        list(tree).forEach(text -> text.optionalText().ifPresent(into::add));
    }

    private static String lower(Tree text) {
        return text.optionalText().map(lowered()).orElse("");
    }

    private static Function<String, String> lowered() {
        return word -> word.toLowerCase(Locale.ROOT);
    }

    private static Optional<Instant> time(Tree text) {
        try {
            return text.optionalText().map(Instant::parse);
        } catch (DateTimeParseException strange) {
            return Optional.empty();
        }
    }
}
