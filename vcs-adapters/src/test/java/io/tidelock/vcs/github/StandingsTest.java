package io.tidelock.vcs.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.Side;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.port.host.StandingReader.Question;
import io.tidelock.core.project.Requirement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What answers of GitHub come to that the sandbox does not give: rulesets, required workflows, servers without GraphQL. */
class StandingsTest {
    private static final String HEAD = "ab".repeat(20);
    private static final String REPO = "/api/v3/repos/acme/infra";
    private static final String GRAPHQL = "/api/graphql";
    private static final String OURS_PENDING = check("tidelock/apply", "PENDING");

    private static final String GRAPH = """
                        {"data":{"repository":{"pullRequest":{"mergeStateStatus":"%s","reviewDecision":%s,
                        "reviewThreads":{"nodes":%s,"pageInfo":{"hasNextPage":false}},
                        "latestOpinionatedReviews":{"nodes":[]},
                        "baseRef":{"branchProtectionRule":%s,"refUpdateRule":null,"rules":{"nodes":[%s]}},
                        "commits":{"nodes":[{"commit":{"statusCheckRollup":{"contexts":
                        {"pageInfo":{"hasNextPage":false},"nodes":[%s]}}}}]}}}}}""";

    /** What everybody may read of classic protection. */
    private String update = "null";

    private final Faulty faulty = new Faulty();

    @AfterEach
    void stop() {
        faulty.close();
    }

    // ---- one question

    @Test
    void blockedByNothingButOurselvesIsMergeable() {
        graph("BLOCKED", "", "[]", "", checksRule("tidelock/apply", "ci"), OURS_PENDING, check("ci", "SUCCESS"));
        assertThat(why()).isEmpty();
    }

    @Test
    void anOpenThreadCountsWhereARulesetWantsThemResolved() {
        String rules = checksRule("tidelock/apply") + "," + reviewRule(true);
        graph("BLOCKED", "", "[{\"isResolved\":true},{\"isResolved\":false}]", "", rules, OURS_PENDING);
        assertThat(why()).containsExactly("there are threads that nobody has resolved");

        graph("BLOCKED", "", "[{\"isResolved\":true}]", "", rules, OURS_PENDING);
        assertThat(why()).isEmpty();
    }

    @Test
    void anOpenThreadCountsWhereClassicProtectionWantsThemResolved() {
        String classic =
                "{\"requiredStatusCheckContexts\":[\"tidelock/apply\"],\"requiresConversationResolution\":true}";
        graph("BLOCKED", "", "[{\"isResolved\":false}]", classic, "", OURS_PENDING);
        assertThat(why()).containsExactly("there are threads that nobody has resolved");
    }

    @Test
    void anOpenThreadIsNoMatterWhereNobodyWantsThemResolved() {
        graph("BLOCKED", "", "[{\"isResolved\":false}]", "", checksRule("tidelock/apply"), OURS_PENDING);
        assertThat(why()).isEmpty();
    }

    @Test
    void anOpenThreadCountsWhereTheRulesMayNotBeRead() {
        String required = OURS_PENDING.replace("\"isRequired\":false", "\"isRequired\":true");
        graph("BLOCKED", "", "[{\"isResolved\":false}]", "", "", required);
        assertThat(why()).containsExactly("there are threads that nobody has resolved");
    }

    @Test
    void missingReviewsAndOtherChecksAreToldTogether() {
        graph("BLOCKED", "REVIEW_REQUIRED", "[]", "", checksRule("tidelock/apply", "ci"), OURS_PENDING);
        assertThat(why())
                .containsExactly(
                        "the rules of main ask for more approvals than the 0 it has",
                        "the required check `ci` is not there yet");
    }

    @Test
    void aRequiredWorkflowMustHavePassed() {
        String rules = checksRule("tidelock/apply")
                + ",{\"type\":\"WORKFLOWS\",\"parameters\":{\"workflows\":[{\"path\":\".github/workflows/scan.yml\"}]}}";
        graph("BLOCKED", "", "[]", "", rules, OURS_PENDING);
        assertThat(why()).containsExactly("the required workflow `.github/workflows/scan.yml` has not run");

        graph("BLOCKED", "", "[]", "", rules, OURS_PENDING, run("FAILURE"));
        assertThat(why()).containsExactly("the required workflow `.github/workflows/scan.yml` has not succeeded");

        graph("BLOCKED", "", "[]", "", rules, OURS_PENDING, run("SUCCESS"));
        assertThat(why()).isEmpty();
    }

    @Test
    void aRequiredWorkflowIsThatOfItsOwnRepositoryAndCommit() {
        String rules = checksRule("tidelock/apply")
                + ",{\"type\":\"WORKFLOWS\",\"parameters\":{\"workflows\":[{\"path\":\".github/workflows/scan.yml\","
                + "\"repositoryId\":70,\"sha\":\"beef\"}]}}";
        graph("BLOCKED", "", "[]", "", rules, OURS_PENDING, run("SUCCESS", 3, "acme/infra", "beef"));
        ok("", "{\"id\":7}");
        assertThat(why()).containsExactly("the required workflow `.github/workflows/scan.yml` has not run");

        graph("BLOCKED", "", "[]", "", rules, OURS_PENDING, run("SUCCESS", 3, "acme/rules", "cafe"));
        rulesRepo();
        assertThat(why()).containsExactly("the required workflow `.github/workflows/scan.yml` has not run");

        graph("BLOCKED", "", "[]", "", rules, OURS_PENDING, run("SUCCESS", 3, "acme/rules", "beef"));
        rulesRepo();
        assertThat(why()).isEmpty();
    }

    private void rulesRepo() {
        faulty.server.stubFor(get(urlPathEqualTo("/api/v3/repos/acme/rules")).willReturn(okJson("{\"id\":70}")));
    }

    @Test
    void ofSeveralRunsOfAWorkflowTheNewestCounts() {
        String workflow =
                ",{\"type\":\"WORKFLOWS\",\"parameters\":{\"workflows\":[{\"path\":\".github/workflows/scan.yml\"}]}}";
        String rules = checksRule("tidelock/apply", "scan") + workflow;
        String cancelled = run("CANCELLED", 3, "acme/infra", "beef");
        String green = run("SUCCESS", 4, "acme/infra", "beef");
        graph("BLOCKED", "", "[]", "", rules, OURS_PENDING, green, cancelled);
        assertThat(why()).isEmpty();

        graph("BLOCKED", "", "[]", "", rules, OURS_PENDING, run("SUCCESS", 2, "acme/infra", "beef"), cancelled);
        assertThat(why()).hasSize(2);
    }

    @Test
    void aRuleThatIsOnlyTriedOutDemandsNothing() {
        String tried =
                checksRule("ci").replace("{\"type\"", "{\"repositoryRuleset\":{\"enforcement\":\"EVALUATE\"},\"type\"");
        graph("BLOCKED", "", "[]", "", checksRule("tidelock/apply") + "," + tried, OURS_PENDING);
        assertThat(why()).isEmpty();
    }

    @Test
    void whatTheRulesDemandAndNothingIsSeenOfIsInTheWay() {
        for (String rule : List.of(
                "{\"type\":\"REQUIRED_DEPLOYMENTS\"}",
                "{\"type\":\"REQUIRED_SIGNATURES\"}",
                "{\"type\":\"CODE_SCANNING\"}",
                "{\"type\":\"PULL_REQUEST\",\"parameters\":{\"requiredReviewThreadResolution\":false,"
                        + "\"requiredReviewers\":[{\"minimumApprovals\":1}]}}")) {
            graph("BLOCKED", "", "[]", "", checksRule("tidelock/apply") + "," + rule, OURS_PENDING);
            assertThat(why()).as(rule).singleElement().asString().contains("neither a review nor a check");
        }
    }

    @Test
    void signedCommitsAndCodeThatWasScannedAreNotInTheWay() {
        String rules = checksRule("tidelock/apply")
                + ",{\"type\":\"REQUIRED_SIGNATURES\"},{\"type\":\"CODE_SCANNING\",\"parameters\":{\"codeScanningTools\":[{\"tool\":\"CodeQL\"}]}}";
        graph("BLOCKED", "", "[]", "", rules, OURS_PENDING);
        String signed = GRAPH.replace(
                "\"mergeStateStatus\"",
                "\"signed\":{\"nodes\":[{\"commit\":{\"signature\":{\"isValid\":true}}}]},\"mergeStateStatus\"");
        answer(signed.formatted("BLOCKED", "null", "[]", "null", rules, OURS_PENDING));
        assertThat(why()).containsExactly("the required check `CodeQL` is not there yet");

        answer(signed.formatted(
                "BLOCKED", "null", "[]", "null", rules, OURS_PENDING + "," + check("CodeQL", "SUCCESS")));
        assertThat(why()).isEmpty();
    }

    @Test
    void anAnswerWithoutAnythingIsNeitherYesNorNo() {
        faulty.always(okJson("{\"errors\":[{\"message\":\"We are having a moment\"}]}"));
        assertThatThrownBy(() -> standing(faulty.github())).isInstanceOf(Unavailable.class);
    }

    @Test
    void blockedByNothingThatIsSeenIsBlocked() {
        graph("BLOCKED", "APPROVED", "[]", "", checksRule("ci"), check("ci", "SUCCESS"));
        assertThat(why()).singleElement().asString().contains("neither a review nor a check");
    }

    @Test
    void anOpenThreadCountsWhereAnotherRuleMayBeReadButNotTheOneThatDemandsOurCheck() {
        String required = OURS_PENDING.replace("\"isRequired\":false", "\"isRequired\":true");
        graph("BLOCKED", "", "[{\"isResolved\":false}]", "", "{\"type\":\"NON_FAST_FORWARD\"}", required);
        assertThat(why()).containsExactly("there are threads that nobody has resolved");
    }

    @Test
    void classicProtectionCountsAlsoForWhoMayNotAdministerTheRepository() {
        String required = OURS_PENDING.replace("\"isRequired\":false", "\"isRequired\":true");
        update(
                "{\"requiredStatusCheckContexts\":[\"tidelock/apply\",\"ci\"],\"requiresConversationResolution\":false}");
        graph("BLOCKED", "", "[{\"isResolved\":false}]", "", "", required);
        assertThat(why()).containsExactly("the required check `ci` is not there yet");

        update("{\"requiredStatusCheckContexts\":[\"tidelock/apply\"],\"requiresConversationResolution\":true}");
        graph("BLOCKED", "", "[{\"isResolved\":false}]", "", "{\"type\":\"NON_FAST_FORWARD\"}", required);
        assertThat(why()).containsExactly("there are threads that nobody has resolved");
    }

    @Test
    void aServerThatDoesNotKnowWhatEverybodyMayReadIsAskedForThatOverRest() {
        String required = OURS_PENDING.replace("\"isRequired\":false", "\"isRequired\":true");
        String unknown =
                "{\"errors\":[{\"extensions\":{\"code\":\"undefinedField\"},\"message\":\"Field 'refUpdateRule' doesn't exist on type 'Ref'\"}]}";
        graph("BLOCKED", "", "[]", "", "", required);
        answer(GRAPH.replace("\"refUpdateRule\":null,", "")
                .formatted("BLOCKED", "null", "[]", "null", checksRule("tidelock/apply"), required));
        faulty.server.stubFor(post(urlPathEqualTo(GRAPHQL))
                .atPriority(1)
                .withRequestBody(containing("refUpdateRule"))
                .willReturn(okJson(unknown)));
        ok(
                "/branches/main",
                "{\"protected\":true,\"protection\":{\"enabled\":true,\"required_status_checks\":{\"contexts\":[\"ci\"]}}}");
        assertThat(why()).contains("the required check `ci` is not there yet");
    }

    @Test
    void threadsThatAreNotShownAreNotResolved() {
        String rules = checksRule("tidelock/apply") + "," + reviewRule(true);
        answer(
                GRAPH.replace("{\"nodes\":%2$s", "{\"nodes\":%2$s")
                        .formatted("BLOCKED", "null", "[]", "null", rules, OURS_PENDING)
                        .replaceFirst("\"reviewThreads\":\\{.*?\\}\\}", "\"reviewThreads\":null")
                        .replaceFirst(
                                "\\{\"data\"",
                                "{\"errors\":[{\"type\":\"FORBIDDEN\",\"path\":[\"repository\",\"pullRequest\",\"reviewThreads\"],\"message\":\"no\"}],\"data\""));
        assertThat(why()).singleElement().asString().contains("threads must be resolved");
    }

    @Test
    void whatAnErrorHidesIsInTheWayUnlessItIsToldElsewhere() {
        graph("BLOCKED", "", "[]", "", checksRule("tidelock/apply"), OURS_PENDING);
        for (String hidden : List.of("reviewDecision", "rules", "refUpdateRule")) {
            answer(failing(hidden));
            assertThat(why()).as(hidden).singleElement().asString().contains("neither a review nor a check");
        }
        answer(failing("branchProtectionRule"));
        assertThat(why()).isEmpty();
    }

    private static String failing(String part) {
        return GRAPH.formatted("BLOCKED", "null", "[]", "null", checksRule("tidelock/apply"), OURS_PENDING)
                .replaceFirst(
                        "\\{\"data\"",
                        "{\"errors\":[{\"type\":\"FORBIDDEN\",\"path\":[\"repository\",\"pullRequest\",\"" + part
                                + "\"],\"message\":\"Resource not accessible by integration\"}],\"data\"");
    }

    @Test
    void whatFailsOnceDoesNotMakeTheQuestionSmaller() {
        graph(
                "BLOCKED",
                "",
                "[{\"isResolved\":false}]",
                "",
                checksRule("tidelock/apply") + "," + reviewRule(true),
                OURS_PENDING);
        faulty.server.stubFor(
                post(urlPathEqualTo(GRAPHQL))
                        .atPriority(1)
                        .inScenario("once")
                        .whenScenarioStateIs(com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED)
                        .willSetStateTo("over")
                        .willReturn(
                                okJson(
                                        "{\"data\":{\"repository\":null},\"errors\":[{\"type\":\"NOT_FOUND\",\"message\":\"Could not resolve\"}]}")));
        GitHub github = faulty.github();
        try {
            standing(github);
        } catch (Unavailable | io.tidelock.core.port.Refused passing) {
            // over REST, which has nothing either
        }
        assertThat(why(github)).containsExactly("there are threads that nobody has resolved");
    }

    @Test
    void aServerThatDoesNotKnowThreadsIsAskedForLessAndOnlyThatFromThenOn() {
        graph("BLOCKED", "", "[]", "", checksRule("tidelock/apply"), OURS_PENDING);
        faulty.server.stubFor(post(urlPathEqualTo(GRAPHQL))
                .atPriority(1)
                .withRequestBody(containing("reviewThreads"))
                .willReturn(okJson("{\"errors\":[{\"message\":\"Field 'reviewThreads' doesn't exist\"}]}")));
        GitHub github = faulty.github();

        assertThat(why(github)).isEmpty();
        assertThat(why(github)).isEmpty();

        assertThat(faulty.server.findAll(postRequestedFor(urlPathEqualTo(GRAPHQL))))
                .hasSize(4);
    }

    @Test
    void whatTheHostHasNotFoundOutIsAskedForAgain() {
        graph("UNKNOWN", "", "[]", "", "");
        assertThat(standing(faulty.github()).mergeability()).isInstanceOf(Mergeability.Unsettled.class);
    }

    @Test
    void aHostThatIsBrokenIsNeitherYesNorNo() {
        for (int status : List.of(500, 502, 503)) {
            faulty.always(aResponse().withStatus(status));
            assertThatThrownBy(() -> standing(faulty.github())).isInstanceOf(Unavailable.class);
        }
        faulty.always(okJson("{\"data\":{\"repository\":{\"pullRequest\":{\"reviewDecision\":7}}}}"));
        assertThatThrownBy(() -> standing(faulty.github())).isInstanceOf(Unavailable.class);
        faulty.always(okJson("{\"errors\":[{\"type\":\"RATE_LIMITED\",\"message\":\"API rate limit exceeded\"}]}"));
        assertThatThrownBy(() -> standing(faulty.github())).isInstanceOf(Unavailable.class);
    }

    // ---- without GraphQL

    @Test
    void withoutGraphQlTheRulesAreReadOneByOne() {
        rest("blocked");
        ok("/rules/branches/main", "[" + restReviews(2, false) + "," + restChecks("tidelock/apply", "ci") + "]");
        ok("/commits/" + HEAD + "/status", "{\"statuses\":[{\"context\":\"ci\",\"state\":\"success\"}]}");
        ok("/pulls/7/reviews", "[" + review("rob", "APPROVED", "MEMBER") + "]");

        Standing standing = standing(faulty.github());

        assertThat(standing.unapproved()).containsExactly("the rules of main ask for more approvals than the 1 it has");
        assertThat(why(standing)).containsExactly("the rules of main ask for more approvals than the 1 it has");

        ok(
                "/pulls/7/reviews",
                "[" + review("rob", "APPROVED", "MEMBER") + "," + review("rita", "APPROVED", "OWNER") + "]");
        standing = standing(faulty.github());
        assertThat(standing.unapproved()).isEmpty();
        assertThat(why(standing)).isEmpty();
    }

    @Test
    void withoutGraphQlClassicProtectionCountsWhereItMayBeRead() {
        rest("clean");
        ok(
                "/branches/main/protection",
                "{\"required_pull_request_reviews\":{\"required_approving_review_count\":1},"
                        + "\"required_status_checks\":{\"contexts\":[\"ci\"]}}");

        assertThat(standing(faulty.github()).unapproved()).isNotEmpty();

        ok("/pulls/7/reviews", "[" + review("eve", "APPROVED", "NONE") + "]");
        assertThat(standing(faulty.github()).unapproved())
                .as("who may not write approves nothing")
                .isNotEmpty();

        ok(
                "/pulls/7/reviews",
                "[" + review("rob", "APPROVED", "MEMBER") + "," + review("rita", "CHANGES_REQUESTED", "MEMBER") + "]");
        assertThat(standing(faulty.github()).unapproved()).containsExactly("rita asked for changes");
    }

    @Test
    void withoutGraphQlThreadsThatMustBeResolvedAreInDoubt() {
        rest("blocked");
        ok("/rules/branches/main", "[" + restReviews(0, true) + "," + restChecks("tidelock/apply") + "]");

        assertThat(why(standing(faulty.github()))).singleElement().asString().contains("threads must be resolved");
    }

    @Test
    void withoutGraphQlAndWithoutRulesTheStateIsBelieved() {
        rest("clean");
        assertThat(why(standing(faulty.github()))).isEmpty();
        rest("dirty");
        assertThat(why(standing(faulty.github()))).containsExactly("it conflicts with main");
        rest("blocked");
        assertThat(why(standing(faulty.github()))).singleElement().asString().contains("neither a review nor a check");
    }

    // ---- within

    private void graph(
            String state, String decision, String threads, String classic, String rules, String... contexts) {
        faulty.server.resetAll();
        answer(GRAPH.replace("\"refUpdateRule\":null", "\"refUpdateRule\":" + update)
                .formatted(
                        state,
                        decision.isEmpty() ? "null" : "\"" + decision + "\"",
                        threads,
                        classic.isEmpty() ? "null" : classic,
                        rules,
                        String.join(",", contexts)));
    }

    private void update(String rule) {
        update = rule;
    }

    private void answer(String graph) {
        faulty.server.stubFor(post(urlPathEqualTo(GRAPHQL)).willReturn(okJson(graph)));
    }

    private static String check(String name, String state) {
        return "{\"__typename\":\"StatusContext\",\"context\":\"" + name + "\",\"state\":\"" + state
                + "\",\"isRequired\":false}";
    }

    private static String run(String conclusion) {
        return "{\"__typename\":\"CheckRun\",\"name\":\"scan\",\"conclusion\":\"" + conclusion
                + "\",\"isRequired\":false,\"checkSuite\":{\"conclusion\":\"" + conclusion
                + "\",\"workflowRun\":{\"file\":{\"path\":\".github/workflows/scan.yml\"}}}}";
    }

    private static String run(String conclusion, int number, String repo, String commit) {
        return run(conclusion)
                .replace(
                        "\"workflowRun\":{\"file\":{",
                        "\"workflowRun\":{\"runNumber\":" + number + ",\"file\":{\"repositoryName\":\"" + repo
                                + "\",\"repositoryFileUrl\":\"https://host/" + repo + "/blob/" + commit
                                + "/scan.yml\",");
    }

    private static String checksRule(String... names) {
        return "{\"type\":\"REQUIRED_STATUS_CHECKS\",\"parameters\":{\"requiredStatusChecks\":[" + contexts(names)
                + "]}}";
    }

    private static String reviewRule(boolean resolved) {
        return "{\"type\":\"PULL_REQUEST\",\"parameters\":{\"requiredReviewThreadResolution\":" + resolved + "}}";
    }

    private static String contexts(String... names) {
        return String.join(
                ",",
                List.of(names).stream()
                        .map(name -> "{\"context\":\"" + name + "\"}")
                        .toList());
    }

    private void rest(String state) {
        faulty.server.resetAll();
        faulty.server.stubFor(any(anyUrl())
                .atPriority(9)
                .willReturn(aResponse().withStatus(404).withBody("{\"message\":\"Not Found\"}")));
        ok("/pulls/7", "{\"mergeable_state\":\"" + state + "\"}");
        ok("/pulls/7/reviews", "[]");
    }

    private void ok(String path, String body) {
        faulty.server.stubFor(get(urlPathEqualTo(REPO + path)).atPriority(1).willReturn(okJson(body)));
    }

    private static String restReviews(int approvals, boolean resolved) {
        return "{\"type\":\"pull_request\",\"parameters\":{\"required_approving_review_count\":" + approvals
                + ",\"required_review_thread_resolution\":" + resolved + "}}";
    }

    private static String restChecks(String... names) {
        return "{\"type\":\"required_status_checks\",\"parameters\":{\"required_status_checks\":[" + contexts(names)
                + "]}}";
    }

    private static String review(String login, String state, String association) {
        return "{\"user\":{\"login\":\"" + login + "\"},\"state\":\"" + state + "\",\"author_association\":\""
                + association + "\",\"submitted_at\":\"2026-11-20T10:00:00Z\"}";
    }

    private List<String> why() {
        return why(faulty.github());
    }

    private List<String> why(GitHub github) {
        return why(standing(github));
    }

    private static List<String> why(Standing standing) {
        return standing.mergeability() instanceof Mergeability.Blocked blocked ? blocked.why() : List.of();
    }

    private Standing standing(GitHub github) {
        Question question = new Question(
                EnumSet.of(Requirement.APPROVED, Requirement.MERGEABLE),
                Optional.empty(),
                name -> name.startsWith("tidelock/"));
        return github.standingReader().standing(pull(), question);
    }

    private PullRequest pull() {
        PullRef ref = faulty.pull();
        return new PullRequest(
                ref,
                "Change",
                "https://host/7",
                "https://host/acme/infra.git",
                PullRequest.State.OPEN,
                false,
                Actor.person("ann"),
                new Side(Optional.of(ref.repo()), "change", new CommitSha(HEAD)),
                new Side(Optional.of(ref.repo()), "main", new CommitSha("cd".repeat(20))),
                Set.of(),
                Optional.empty());
    }
}
