package io.tidelock.vcs.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.PullRequest;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Asks GitHub how a pull request stands: one question to its GraphQL API, which alone knows the decision of the reviews. A server
 * that does not understand the question is asked piece by piece over REST.
 */
final class GitHubStandings implements StandingReader {
    private static final int MOST_PAGES = 10;
    private static final Set<String> WRITERS = Set.of("OWNER", "MEMBER", "COLLABORATOR");

    /** What hosts say of names that they do not know, where they do not say so by a code. */
    private static final Set<String> UNKNOWN = Set.of(
            "doesn't exist",
            "No such type",
            "Cannot query field",
            "Unknown type",
            "FieldUndefined",
            "Validation error");

    private final GitHubApi api;

    /** What the host was last asked and understood; an older one is not asked again what it does not know. */
    private volatile StandingQuery query = StandingQuery.WHOLE;

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

    /** Empty when the host has no such API, does not know what is asked for, or does not show the pull request there. */
    private Optional<Seen> byGraph(PullRequest pull) {
        StandingQuery asked = query;
        Optional<Tree> answer = ask(pull, asked, Optional.empty());
        while (answer.filter(GitHubStandings::unknown).isPresent()
                && asked.less().isPresent()) {
            asked = asked.less().get();
            answer = ask(pull, asked, Optional.empty());
        }
        if (answer.isEmpty() || unknown(answer.get())) {
            return Optional.empty();
        }
        if (!answer.get().at("data").isPresent()
                && answer.get().at("errors").present().stream()
                        .noneMatch(error -> error.at("type").isPresent())) {
            throw api.unreadable(path(pull), "it has neither data nor a kind of error");
        }
        query = asked;
        Tree shown = shown(answer.get());
        if (!shown.isPresent()) {
            return Optional.empty();
        }
        List<Tree> contexts = new ArrayList<>();
        Tree page = rollup(shown).at("contexts");
        contexts.addAll(page.at("nodes").present());
        for (int read = 1; read < MOST_PAGES && cursor(page).isPresent(); read++) {
            page = ask(pull, asked, cursor(page))
                    .map(next -> rollup(shown(next)).at("contexts"))
                    .filter(Tree::isPresent)
                    .orElseThrow(() -> api.unreadable(path(pull), "the rest of its checks is missing"));
            contexts.addAll(page.at("nodes").present());
        }
        return Optional.of(seen(pull, shown, contexts, answer.get().at("errors")));
    }

    private Optional<Tree> ask(PullRequest pull, StandingQuery asked, Optional<String> after) {
        return api.graph(asked.text(), variables(pull, after));
    }

    private static Tree shown(Tree answer) {
        return answer.at("data").at("repository").at("pullRequest");
    }

    private static Optional<String> cursor(Tree page) {
        Tree info = page.at("pageInfo");
        return info.at("endCursor")
                .optionalText()
                .filter(cursor -> info.at("hasNextPage").isTrue());
    }

    /** Whether the host does not know something that was asked for: then it has not answered anything. */
    private static boolean unknown(Tree answer) {
        return !answer.at("data").isPresent()
                && answer.at("errors").present().stream().anyMatch(error -> {
                    String said = error.at("message").optionalText().orElse("");
                    return error.at("extensions").at("code").isPresent()
                            || UNKNOWN.stream().anyMatch(said::contains);
                });
    }

    private static ObjectNode variables(PullRequest pull, Optional<String> after) {
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        variables.put("owner", pull.ref().repo().owner());
        variables.put("name", pull.ref().repo().name());
        variables.put("number", pull.ref().number());
        after.ifPresent(cursor -> variables.put("after", cursor));
        return variables;
    }

    private Seen seen(PullRequest pull, Tree shown, List<Tree> contexts, Tree errors) {
        String state = state(pull, lower(shown.at("mergeStateStatus")));
        List<Check> checks = checks(contexts);
        GraphRules rules = GraphRules.of(
                shown.at("baseRef"),
                checks,
                signed(shown.at("signed")),
                () -> state.equals("blocked") ? RestRules.open(api, pull) : Optional.empty());
        List<String> others = new ArrayList<>();
        if (state.equals("blocked")) {
            String own = pull.ref().repo().path();
            rules.workflows()
                    .forEach(it -> it.unmet(contexts, own, this::numberOf).ifPresent(others::add));
        }
        if (rules.resolved()) {
            unresolved(shown.at("reviewThreads")).ifPresent(others::add);
        }
        List<Opinion> opinions = new ArrayList<>();
        for (Tree review : shown.at("latestOpinionatedReviews").at("nodes").present()) {
            opinions.add(new Opinion(
                    review.at("author").at("login").optionalText().orElse("ghost"),
                    lower(review.at("state")),
                    time(review.at("submittedAt"))));
        }
        return new Seen(
                pull.base().branch(),
                state,
                shown.at("reviewDecision").optionalText(),
                opinions,
                rules.checks(),
                checks,
                others,
                rules.opaque() || errors.present().stream().anyMatch(GitHubStandings::hides));
    }

    /** Whether an error keeps something from us that may be in the way: of classic protection, checks and threads other parts tell. */
    private static boolean hides(Tree error) {
        List<String> path = error.at("path").present().stream()
                .map(step -> step.node().asText())
                .toList();
        return Stream.of("branchProtectionRule", "commits", "signed", "reviewThreads")
                .noneMatch(path::contains);
    }

    /** Who has more threads than are shown is not believed to have resolved them. */
    private static Optional<String> unresolved(Tree threads) {
        if (!threads.isPresent()) {
            return Optional.of("its threads must be resolved, and its host does not tell whether they are");
        }
        boolean resolved = threads.at("nodes").present().stream()
                        .allMatch(thread -> thread.at("isResolved").isTrue())
                && !threads.at("pageInfo").at("hasNextPage").isTrue();
        return resolved ? Optional.empty() : Optional.of("there are threads that nobody has resolved");
    }

    /** Empty where we may not know it. */
    private Optional<Long> numberOf(String repo) {
        return PullShape.REPO.matcher(repo).matches()
                ? RestRules.asked(api, "/repos/" + repo).map(it -> it.at("id").id())
                : Optional.empty();
    }

    private static boolean signed(Tree commits) {
        return commits.isPresent()
                && !commits.at("pageInfo").at("hasNextPage").isTrue()
                && commits.at("nodes").present().stream()
                        .allMatch(node ->
                                node.at("commit").at("signature").at("isValid").isTrue());
    }

    private static Tree rollup(Tree shown) {
        List<Tree> commits = shown.at("commits").at("nodes").present();
        return commits.isEmpty()
                ? shown.at("commits").at("none")
                : commits.getLast().at("commit").at("statusCheckRollup");
    }

    private static List<Check> checks(List<Tree> contexts) {
        List<Check> checks = new ArrayList<>();
        for (Tree node : contexts) {
            Optional<String> context = node.at("context").optionalText();
            Optional<String> name = context.or(() -> node.at("name").optionalText());
            name.ifPresent(known -> checks.add(new Check(
                    known,
                    lower(context.isPresent() ? node.at("state") : node.at("conclusion")),
                    node.at("isRequired").isTrue(),
                    RequiredWorkflow.run(node))));
        }
        return checks;
    }

    // ---- piece by piece

    private Seen byRest(PullRequest pull) {
        Tree shown = api.get(path(pull));
        String state = lower(shown.at("mergeable_state"));
        RestRules rules = RestRules.of(api, pull);
        List<Opinion> opinions = opinions(pull);
        List<Check> checks = new ArrayList<>();
        if (state.equals("blocked")) {
            String commit = api.path(pull.ref().repo()) + "/commits/"
                    + pull.head().sha().hex();
            RestRules.asked(api, commit + "/status?per_page=100")
                    .ifPresent(it -> it.at("statuses")
                            .present()
                            .forEach(status -> checks.add(new Check(
                                    status.at("context").optionalText().orElse(""),
                                    lower(status.at("state")),
                                    false))));
            RestRules.asked(api, commit + "/check-runs?per_page=100")
                    .ifPresent(it -> it.at("check_runs")
                            .present()
                            .forEach(run -> checks.add(new Check(
                                    run.at("name").optionalText().orElse(""), lower(run.at("conclusion")), false))));
        }
        return new Seen(
                pull.base().branch(),
                state(pull, state),
                rules.decision(opinions),
                opinions,
                rules.checks(),
                checks,
                rules.others(),
                false);
    }

    /** Newer hosts no longer have a word of its own for drafts, and call them blocked. */
    private static String state(PullRequest pull, String told) {
        return pull.draft() && !Set.of("", "unknown", "dirty").contains(told) ? "draft" : told;
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
