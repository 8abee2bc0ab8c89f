package io.tidelock.vcs;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Finding;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.github.GitHub;
import io.tidelock.vcs.github.GitHubSettings;
import io.tidelock.vcs.github.Identity;
import io.tidelock.vcs.gitlab.GitLab;
import io.tidelock.vcs.gitlab.GitLabSettings;
import io.tidelock.vcs.http.Network;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person is told about tokens, Apps and webhooks that are not as they should be. */
final class InspectorTest {
    private static final Optional<URI> EVENTS = Optional.of(URI.create("https://tidelock.example/events"));

    private WireMockServer server;

    @BeforeEach
    void start() {
        server = new WireMockServer(wireMockConfig().dynamicPort());
        server.start();
        on("/api/v4/version", "{\"version\":\"17.0\"}");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void on(String path, String json) {
        on(path, aResponse().withBody(json));
    }

    private void on(String path, ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlPathEqualTo(path)).willReturn(answer));
    }

    private String host() {
        return "http://localhost:" + server.port();
    }

    private RepoRef repo() {
        return new RepoRef("localhost:" + server.port(), "acme/infra");
    }

    private static Network network() {
        return Network.plain(InstantSource.fixed(Instant.parse("2026-11-27T10:00:00Z")));
    }

    private Inspector github() {
        return GitHub.connect(
                        new GitHubSettings(
                                host(), Optional.of("bot"), () -> new Secret("github_pat_1"), Optional.empty()),
                        network())
                .inspector();
    }

    private Inspector app() {
        Secret key = key();
        return GitHub.connect(
                        new GitHubSettings(
                                host(),
                                new Identity.App("7", () -> key, Optional.empty(), Optional.empty()),
                                Optional.empty()),
                        network())
                .inspector();
    }

    private Inspector gitlab() {
        return GitLab.connect(
                        new GitLabSettings(host(), Optional.of("bot"), () -> new Secret("glpat-1"), Optional.empty()),
                        network())
                .inspector();
    }

    private static Secret key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new Secret("-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(
                                    generator.generateKeyPair().getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n");
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** One line for each finding, as a person reads it. */
    private static String said(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(
                            switch (finding) {
                                case Finding.Fine fine -> "fine " + fine.subject() + ": " + fine.said();
                                case Finding.Doubtful it ->
                                    "doubtful " + it.subject() + ": "
                                            + it.problem().sentence();
                                case Finding.Wrong it ->
                                    "wrong " + it.subject() + ": "
                                            + it.problem().sentence();
                            })
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void aTokenOfSomebodyElseWithTooLittleThatEndsSoonIsToldThrice() {
        on(
                "/api/v3/user",
                aResponse()
                        .withBody("{\"login\":\"walter\"}")
                        .withHeader("X-OAuth-Scopes", "gist, public_repo")
                        .withHeader("GitHub-Authentication-Token-Expiration", "2026-12-01 08:00:00 UTC"));
        assertThat(said(github().access(EVENTS)))
                .contains("wrong user: the token belongs to walter; expected bot")
                .contains("wrong token: its scopes are gist, public_repo; expected repo")
                .contains("doubtful token: it ends on 2026-12-01");
    }

    @Test
    void aFineGrainedTokenIsTriedOnACommitThatIsNotThere() {
        on("/api/v3/user", "{\"login\":\"bot\"}");
        on("/api/v3/repos/acme/infra", "{\"permissions\":{\"push\":true}}");
        on("/api/v3/repos/acme/infra/hooks", hooks("https://tidelock.example/events/", "", ""));
        var path = urlPathEqualTo("/api/v3/repos/acme/infra/statuses/" + "0".repeat(40));
        server.stubFor(post(path).willReturn(aResponse().withStatus(403).withBody("{\"message\":\"Resource not\"}")));
        Inspector github = github();
        github.access(EVENTS);
        assertThat(said(github.repository(repo(), EVENTS)))
                .contains("wrong token: it may not set commit statuses in acme/infra")
                .contains("fine webhook of acme/infra");
        server.stubFor(
                post(path).willReturn(aResponse().withStatus(422).withBody("{\"message\":\"No commit found\"}")));
        assertThat(said(github.repository(repo(), EVENTS))).contains("fine token: may set commit statuses");
    }

    @Test
    void aHookIsLookedForInTheOrganizationTooAndByHowItsLastDeliveryWent() {
        on("/api/v3/repos/acme/infra", "{}");
        on("/api/v3/repos/acme/infra/hooks", "[]");
        on("/api/v3/orgs/acme/hooks", hooks("https://tidelock.example/events", "", ""));
        assertThat(said(github().repository(repo(), EVENTS))).contains("fine webhook of acme/infra: of acme, to");
        on("/api/v3/orgs/acme/hooks", hooks("https://tidelock.example/events", "401", "Unauthorized"));
        assertThat(said(github().repository(repo(), EVENTS)))
                .contains("wrong webhook")
                .contains("came to 401")
                .contains("the same secret on both sides");
        on("/api/v3/orgs/acme/hooks", hooks("https://tidelock.example/events", "0", "connection refused"));
        assertThat(said(github().repository(repo(), EVENTS))).contains("came to connection refused", "firewall");
    }

    private static String hooks(String url, String code, String status) {
        String last = code.isEmpty()
                ? "null"
                : "{\"code\":" + (code.equals("0") ? "null" : code) + ",\"status\":\"" + status + "\"}";
        return "[{\"active\":true,\"events\":[\"pull_request\",\"issue_comment\",\"push\"],\"config\":{\"url\":\"" + url
                + "\"},\"last_response\":" + last + "}]";
    }

    @Test
    void anAppThatLacksSomethingIsToldWhat() {
        on("/api/v3/app", "{\"slug\":\"ours\"}");
        on("/api/v3/app/hook/config", "{\"url\":\"https://old.example/events\"}");
        on("/api/v3/app/installations", """
                [{"id":1,"account":{"login":"acme"},"permissions":{"contents":"read","metadata":"read","pull_requests":"read"},
                  "events":["push"]},
                 {"id":2,"account":{"login":"other"},"repository_selection":"selected","events":["push","pull_request","issue_comment"],
                  "permissions":{"contents":"write","issues":"write","metadata":"read","pull_requests":"write","statuses":"write"}},
                 {"id":3,"account":{"login":"third"},"events":["push"],
                  "permissions":{"contents":"write","issues":"read","metadata":"read","pull_requests":"write","statuses":"write"}}]
                """);
        assertThat(said(app().access(EVENTS)))
                .contains(
                        "wrong App in acme: it has not all permissions; expected also issues: read, pull_requests: write, statuses: write")
                .contains("fine App in other: has what it needs, for selected repositories")
                .contains(
                        "wrong App in third: it does not hear of everything; expected also the events issue_comment, pull_request")
                .contains("wrong webhook of the App: no webhook leads to us, only to https://old.example/events");
        on("/api/v3/app/installations", "[]");
        assertThat(said(app().access(EVENTS))).contains("installed nowhere");
    }

    @Test
    void onGitLabATokenAndItsHooksAreLookedAtInTheGroupsToo() {
        on("/api/v4/user", "{\"username\":\"walter\"}");
        on("/api/v4/personal_access_tokens/self", "{\"scopes\":[\"read_api\"],\"expires_at\":\"2026-12-03\"}");
        assertThat(said(gitlab().access(EVENTS)))
                .contains("we are walter (GitLab 17.0)")
                .contains("wrong user: the token belongs to walter; expected bot")
                .contains("wrong token: its scopes are read_api; expected api")
                .contains("doubtful token: it ends on 2026-12-03");
        on(
                "/api/v4/projects/acme%2Finfra",
                "{\"permissions\":{\"project_access\":null,\"group_access\":{\"access_level\":30}}}");
        on("/api/v4/projects/acme%2Finfra/hooks", "[]");
        on("/api/v4/groups/acme/hooks", gitlabHook(true, "executable"));
        assertThat(said(gitlab().repository(repo(), EVENTS)))
                .contains("fine acme/infra")
                .contains("fine webhook of acme/infra: of acme");
        on("/api/v4/groups/acme/hooks", gitlabHook(false, "executable"));
        assertThat(said(gitlab().repository(repo(), EVENTS))).contains("does not tell of everything", "note_events");
        on("/api/v4/groups/acme/hooks", gitlabHook(true, "temporarily_disabled"));
        assertThat(said(gitlab().repository(repo(), EVENTS))).contains("GitLab has stopped sending");
    }

    private static String gitlabHook(boolean notes, String status) {
        return "[{\"url\":\"https://tidelock.example/events\",\"push_events\":true,\"merge_requests_events\":true,\"note_events\":"
                + notes + ",\"alert_status\":\"" + status + "\"}]";
    }

    @Test
    void whatCannotBeAskedIsAFindingToo() {
        on("/api/v3/user", aResponse().withStatus(200).withBody("<html>"));
        on("/api/v4/user", aResponse().withStatus(502));
        assertThat(said(github().access(EVENTS))).startsWith("wrong localhost").contains("cannot be read");
        assertThat(said(gitlab().access(EVENTS))).startsWith("wrong localhost").contains("502");
        on("/api/v4/projects/acme%2Finfra", "{}");
        on("/api/v4/projects/acme%2Finfra/hooks", aResponse().withStatus(403));
        assertThat(said(gitlab().repository(repo(), EVENTS))).contains("doubtful webhook of acme/infra");
    }
}
