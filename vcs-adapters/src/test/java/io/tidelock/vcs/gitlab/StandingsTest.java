package io.tidelock.vcs.gitlab;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.change.Side;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.port.host.StandingReader.Question;
import io.tidelock.core.project.Requirement;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.http.Network;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers of GitLab come to that the sandbox does not give: old servers, words of new ones, pipelines of others. */
class StandingsTest {
    private static final String HEAD = "ab".repeat(20);
    private static final String PROJECT = "/api/v4/projects/acme%2Finfra";
    private static final String SHOWN = PROJECT + "/merge_requests/7";
    private static final String STATUSES = PROJECT + "/repository/commits/" + HEAD + "/statuses";

    private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

    @BeforeEach
    void start() {
        server.start();
        ok(SHOWN + "/approvals", "{\"approvals_left\":0,\"approved_by\":[{\"user\":{\"username\":\"rob\"}}]}");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    // ---- before GitLab 15.6

    @Test
    void withoutADetailedStatusTheOldOneCounts() {
        ok(SHOWN, "{\"merge_status\":\"can_be_merged\"}");
        ok(PROJECT, "{\"only_allow_merge_if_pipeline_succeeds\":false}");
        assertThat(why()).isEmpty();

        ok(SHOWN, "{\"merge_status\":\"cannot_be_merged\"}");
        assertThat(why()).containsExactly("it conflicts with main");

        ok(SHOWN, "{\"merge_status\":\"can_be_merged\",\"blocking_discussions_resolved\":false}");
        assertThat(why()).containsExactly("there are threads that nobody has resolved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unchecked", "checking", "cannot_be_merged_recheck", "preparing"})
    void anOldServerThatHasNotFoundOutIsAskedAgain(String word) {
        ok(SHOWN, "{\"merge_status\":\"" + word + "\"}");
        assertThat(standing().mergeability()).isInstanceOf(Mergeability.Unsettled.class);
    }

    @Test
    void onAnOldServerAPipelineThatMustSucceedIsLookedAtWithoutOurs() {
        ok(SHOWN, "{\"merge_status\":\"can_be_merged\"}");
        ok(PROJECT, "{\"only_allow_merge_if_pipeline_succeeds\":true}");
        ok(STATUSES, "[" + status("tidelock/apply", "running", false) + "," + status("test", "success", false) + "]");
        assertThat(why()).isEmpty();

        ok(STATUSES, "[" + status("tidelock/apply", "running", false) + "," + status("test", "failed", false) + "]");
        assertThat(why()).containsExactly("`test` of its pipeline is failed");
    }

    // ---- pipelines

    @Test
    void whatMayFailMayFail() {
        ok(SHOWN, "{\"detailed_merge_status\":\"ci_must_pass\"}");
        ok(STATUSES, "[" + status("tidelock/plan", "failed", false) + "," + status("lint", "failed", true) + "]");
        assertThat(why()).isEmpty();
    }

    @Test
    void aPipelineThatIsMissingIsInTheWay() {
        ok(SHOWN, "{\"detailed_merge_status\":\"ci_must_pass\"}");
        ok(STATUSES, "[]");
        assertThat(why()).containsExactly("its host asks for a pipeline that succeeds");
    }

    // ---- approvals

    @Test
    void rulesThatAskForMoreAreNamed() {
        ok(
                SHOWN + "/approvals",
                "{\"approvals_left\":2,\"approval_rules_left\":[{\"name\":\"Security\"}],\"approved_by\":[]}");
        ok(SHOWN, "{\"detailed_merge_status\":\"mergeable\"}");
        assertThat(standing().unapproved()).containsExactly("2 more approvals are needed by the rule `Security`");
    }

    @Test
    void theAuthorsOwnApprovalDoesNotCount() {
        ok(SHOWN + "/approvals", "{\"approvals_left\":0,\"approved_by\":[{\"user\":{\"username\":\"Ann\"}}]}");
        ok(SHOWN, "{\"detailed_merge_status\":\"mergeable\"}");
        assertThat(standing().unapproved()).containsExactly("nobody but its author has approved it");
    }

    @Test
    void aHostThatDoesNotTellOfApprovalsSaysNo() {
        server.stubFor(
                get(urlPathEqualTo(SHOWN + "/approvals")).willReturn(aResponse().withStatus(403)));
        ok(SHOWN, "{\"detailed_merge_status\":\"mergeable\"}");
        assertThat(standing().unapproved()).containsExactly("its host does not tell of approvals");
    }

    // ---- words

    @ParameterizedTest
    @CsvSource({
        "conflict, it conflicts with main",
        "discussions_not_resolved, there are threads that nobody has resolved",
        "not_approved, its host asks for more approvals",
        "draft_status, it is a draft",
        "a_word_of_tomorrow, its host says 'a_word_of_tomorrow'"
    })
    void everyWordIsAReason(String word, String why) {
        ok(SHOWN, "{\"detailed_merge_status\":\"" + word + "\"}");
        assertThat(why()).containsExactly(why);
    }

    @Test
    void aHostThatIsBrokenIsNeitherYesNorNo() {
        for (int status : List.of(500, 502, 503, 429)) {
            server.resetAll();
            server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
            assertThatThrownBy(this::standing).isInstanceOf(Unavailable.class);
        }
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(okJson("{\"approved_by\":7}")));
        assertThatThrownBy(this::standing).isInstanceOf(Unavailable.class);
    }

    // ---- within

    private void ok(String path, String body) {
        server.stubFor(get(urlPathEqualTo(path)).willReturn(okJson(body)));
    }

    private static String status(String name, String state, boolean mayFail) {
        return "{\"name\":\"" + name + "\",\"status\":\"" + state + "\",\"ref\":\"change\",\"allow_failure\":" + mayFail
                + "}";
    }

    private List<String> why() {
        return standing().mergeability() instanceof Mergeability.Blocked blocked ? blocked.why() : List.of();
    }

    private Standing standing() {
        GitLab gitlab = GitLab.connect(
                new GitLabSettings(
                        "http://localhost:" + server.port(),
                        Optional.of("tidelock"),
                        () -> new Secret("glpat-x"),
                        Optional.empty()),
                Network.plain(InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"))));
        Question question = new Question(
                EnumSet.of(Requirement.APPROVED, Requirement.MERGEABLE),
                Optional.empty(),
                name -> name.startsWith("tidelock/"));
        return gitlab.standingReader().standing(pull(), question);
    }

    private PullRequest pull() {
        RepoRef repo = new RepoRef("localhost:" + server.port(), "acme/infra");
        return new PullRequest(
                new PullRef(repo, 7),
                "Change",
                "https://host/7",
                "https://host/acme/infra.git",
                PullRequest.State.OPEN,
                false,
                Actor.person("ann"),
                new Side(Optional.of(repo), "change", new CommitSha(HEAD)),
                new Side(Optional.of(repo), "main", new CommitSha("cd".repeat(20))),
                Set.of(),
                Optional.empty());
    }
}
