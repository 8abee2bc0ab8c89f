package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.sandbox.model.Protection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The questions that pull-request servers put to GraphQL. */
class GraphTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPO = "owner/infra";

    @TempDir
    @Nullable
    Path folder;

    @Nullable
    Sandbox started;

    @Nullable
    PullId opened;

    @BeforeEach
    void start() {
        started = Sandbox.start(SandboxSettings.in(Objects.requireNonNull(folder)));
        sandbox().createRepository("owner", "infra");
        sandbox().user("ann");
        sandbox().commitFiles(REPO, "main", Map.of("main.tf", "# one\n"), "One", "owner");
        sandbox().commitFiles(REPO, "feature", Map.of("main.tf", "# two\n"), "Two", "ann");
        opened = sandbox().openPull(REPO, "A change", "feature", "main", "ann");
    }

    @AfterEach
    void stop() {
        sandbox().close();
    }

    @Test
    void tellsWhatStandsAgainstMerging() {
        sandbox()
                .protect(
                        REPO,
                        "main",
                        new Protection(true, false, List.of("ci", "tidelock/apply"), true, 1, false, false, false));
        sandbox().status(REPO, sandbox().pull(pull()).headSha(), "success", "ci", "owner");
        JsonNode answer = ask("""
                query($contextCursor:String$name:String!$number:Int!$owner:String!$ruleCursor:String){repository(owner: $owner, name: $name){\
                pullRequest(number: $number){reviewDecision,baseRef{branchProtectionRule{requiredStatusChecks{context}},\
                rules(first: 100, after: $ruleCursor){pageInfo{endCursor,hasNextPage},nodes{type,repositoryRuleset{enforcement},\
                parameters{... on RequiredStatusChecksParameters{requiredStatusChecks{context}},\
                ... on WorkflowsParameters{workflows{path,repositoryId,sha}}}}}},commits(last: 1){nodes{commit{statusCheckRollup{\
                contexts(first: 100, after: $contextCursor){pageInfo{endCursor,hasNextPage},nodes{__typename,\
                ... on CheckRun{name,conclusion,isRequired(pullRequestNumber: $number),checkSuite{conclusion,workflowRun{file{path,repositoryFileUrl,repositoryName},runNumber}}},\
                ... on StatusContext{context,state,isRequired(pullRequestNumber: $number)}}}}}}}}}}""", Map.of("owner", "owner", "name", "infra", "number", 1));
        JsonNode pull = answer.at("/data/repository/pullRequest");
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        assertThat(pull.path("reviewDecision").asText()).isEqualTo("REVIEW_REQUIRED");
        assertThat(pull.at("/baseRef/branchProtectionRule/requiredStatusChecks/0/context")
                        .asText())
                .isEqualTo("ci");
        assertThat(pull.at("/baseRef/rules/nodes")).isEmpty();
        JsonNode context = pull.at("/commits/nodes/0/commit/statusCheckRollup/contexts/nodes/0");
        assertThat(context.path("__typename").asText()).isEqualTo("StatusContext");
        assertThat(context.path("state").asText()).isEqualTo("SUCCESS");
        assertThat(context.path("isRequired").asBoolean()).isTrue();
    }

    @Test
    void showsEverybodyWhatIsDemandedAndTheRuleItselfToAdmins() {
        sandbox().protect(REPO, "main", new Protection(true, false, List.of("ci"), true, 2, false, false, false, true));
        String query =
                "{repository(owner:\"owner\",name:\"infra\"){ref(qualifiedName:\"main\"){branchProtectionRule{pattern}"
                        + " refUpdateRule{requiredStatusCheckContexts requiredApprovingReviewCount requiresConversationResolution viewerCanPush}}}}";
        for (String who : List.of("owner", "ann")) {
            JsonNode ref = ask(who, query, Map.of()).at("/data/repository/ref");
            assertThat(ref.path("branchProtectionRule").isNull()).isEqualTo(who.equals("ann"));
            assertThat(ref.at("/refUpdateRule/requiredStatusCheckContexts/0").asText())
                    .isEqualTo("ci");
            assertThat(ref.at("/refUpdateRule/requiredApprovingReviewCount").asInt())
                    .isEqualTo(2);
            assertThat(ref.at("/refUpdateRule/requiresConversationResolution").asBoolean())
                    .isTrue();
            assertThat(ref.at("/refUpdateRule/viewerCanPush").asBoolean()).isEqualTo(who.equals("owner"));
        }
    }

    @Test
    void hidesCommentsDismissesReviewsAndTalks() {
        CommentView comment = sandbox().comment(pull(), "owner", "Old");
        ask(
                "mutation($input:MinimizeCommentInput!){minimizeComment(input:$input){minimizedComment{isMinimized,minimizedReason,viewerCanMinimize}}}",
                Map.of("input", Map.of("subjectId", comment.nodeId(), "classifier", "OUTDATED")));
        assertThat(sandbox().comments(pull()).get(0).minimizedReason()).isEqualTo("OUTDATED");
        sandbox().approve(pull(), "owner");
        JsonNode reviews = ask(
                "query($owner:String!$name:String!$number:Int!$states:[PullRequestReviewState!]){repository(owner:$owner,name:$name){"
                        + "pullRequest(number:$number){id reviewDecision reviews(first:10,states:$states){nodes{id submittedAt author{login}} pageInfo{endCursor hasNextPage}}"
                        + " latestOpinionatedReviews(first:5){nodes{state onBehalfOf(first:10){nodes{slug} totalCount}}}}}}",
                Map.of("owner", "owner", "name", "infra", "number", 1, "states", List.of("APPROVED")));
        JsonNode pull = reviews.at("/data/repository/pullRequest");
        assertThat(pull.path("reviewDecision").isNull()).isTrue();
        assertThat(pull.at("/reviews/nodes/0/author/login").asText()).isEqualTo("owner");
        assertThat(pull.at("/latestOpinionatedReviews/nodes/0/state").asText()).isEqualTo("APPROVED");
        assertThat(pull.at("/latestOpinionatedReviews/nodes/0/onBehalfOf/totalCount")
                        .isInt())
                .isTrue();
        JsonNode dismissed = ask(
                "mutation($input:DismissPullRequestReviewInput!){dismissPullRequestReview(input:$input){pullRequestReview{id state}}}",
                Map.of(
                        "input",
                        Map.of(
                                "pullRequestReviewId",
                                pull.at("/reviews/nodes/0/id").asText(),
                                "message",
                                "stale")));
        assertThat(dismissed
                        .at("/data/dismissPullRequestReview/pullRequestReview/state")
                        .asText())
                .isEqualTo("DISMISSED");
        String id = pull.path("id").asText();
        JsonNode said = ask(
                "mutation($id:ID!){addComment(input:{subjectId:$id,body:\"Hello\"}){commentEdge{node{id databaseId url}}}"
                        + " addReaction(input:{subjectId:$id,content:EYES}){reaction{content}}}",
                Map.of("id", id));
        String node = said.at("/data/addComment/commentEdge/node/id").asText();
        ask(
                "mutation($id:ID!){updateIssueComment(input:{id:$id,body:\"Bye\"}){issueComment{body}}}",
                Map.of("id", node));
        assertThat(sandbox().comments(pull()).get(1).body()).isEqualTo("Bye");
        JsonNode found = ask(
                "query($ids:[ID!]!){nodes(ids:$ids){__typename ... on IssueComment{body}}}",
                Map.of("ids", List.of(node, id)));
        assertThat(found.at("/data/nodes/0/body").asText()).isEqualTo("Bye");
        assertThat(found.at("/data/nodes/1/__typename").asText()).isEqualTo("PullRequest");
        ask(
                "mutation($id:ID!){mergePullRequest(input:{pullRequestId:$id,mergeMethod:SQUASH}){pullRequest{merged}}}",
                Map.of("id", id));
        assertThat(sandbox().pull(pull()).merged()).isTrue();
    }

    @Test
    void knowsTeamsFilesAndTexts() {
        sandbox().organization("acme", "owner");
        sandbox().team("acme", "ops", null, List.of());
        sandbox().team("acme", "dba", "ops", List.of("ann"));
        JsonNode teams = ask(
                "query($org:String!$users:[String!]$cursor:String){organization(login:$org){teams(first:100,after:$cursor,userLogins:$users){"
                        + "edges{node{slug name}} pageInfo{endCursor hasNextPage}} team(slug:\"ops\"){childTeams(first:10){nodes{slug}}}}}",
                Map.of("org", "acme", "users", List.of("ann")));
        assertThat(teams.at("/data/organization/teams/edges")).hasSize(1);
        assertThat(teams.at("/data/organization/teams/edges/0/node/slug").asText())
                .isEqualTo("dba");
        assertThat(teams.at("/data/organization/team/childTeams/nodes/0/slug").asText())
                .isEqualTo("dba");
        JsonNode texts = ask(
                "{repository(owner:\"owner\",name:\"infra\"){databaseId a:object(expression:\"feature:main.tf\"){__typename ...on Blob{text oid}}"
                        + " b:object(expression:\"main:none\"){oid} pullRequest(number:1){files(first:5){nodes{path changeType}} comments(last:1){totalCount}}}}",
                Map.of());
        assertThat(texts.at("/data/repository/a/text").asText()).isEqualTo("# two\n");
        assertThat(texts.at("/data/repository/b").isNull()).isTrue();
        assertThat(texts.at("/data/repository/pullRequest/files/nodes/0/changeType")
                        .asText())
                .isEqualTo("MODIFIED");
        JsonNode missing = ask("{repository(owner:\"owner\",name:\"none\"){id}}", Map.of());
        assertThat(missing.at("/errors/0/type").asText()).isEqualTo("NOT_FOUND");
        assertThat(missing.at("/data/repository").isNull()).isTrue();
        assertThat(Client.http(sandbox(), "owner")
                        .as(null)
                        .post("//api/graphql", "{}")
                        .status())
                .isEqualTo(401);
    }

    private JsonNode ask(String query, Map<String, ?> variables) {
        return ask("owner", query, variables);
    }

    private JsonNode ask(String who, String query, Map<String, ?> variables) {
        try {
            String body = JSON.writeValueAsString(Map.of("query", query, "variables", variables));
            return Client.http(sandbox(), who).post("//api/graphql", body).json();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(started);
    }

    private PullId pull() {
        return Objects.requireNonNull(opened);
    }
}
