package io.tidelock.vcs.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.Remark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists of hosts that speak GitHub's dialect in their own way. */
class GitHubReposTest {
    private static final String PULLS = "/api/v3/repos/acme/infra/pulls";
    private static final String COMMENTS = "/api/v3/repos/acme/infra/issues/comments";

    private final Faulty host = new Faulty();
    private final GitHub github = host.github();

    @AfterEach
    void stop() {
        host.close();
    }

    private Listing<OpenPull> pulls(Optional<String> tag) {
        return github.repoReader().openPulls(host.repo(), tag);
    }

    private List<OpenPull> pulls() {
        return ((Listing.Items<OpenPull>) pulls(Optional.empty())).items();
    }

    private List<Remark> comments() {
        return ((Listing.Items<Remark>) github.repoReader().comments(host.repo(), Faulty.NOW, Optional.empty()))
                .items();
    }

    private static String pull(int number) {
        return """
                {"id": %1$d, "number": %1$d, "state": "open", "head": {"sha": "%2$s"}, "base": {"ref": "main"}}""".formatted(number, "ab".repeat(20));
    }

    private static String pulls(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(GitHubReposTest::pull)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private void page(int page, String body, String... headers) {
        var answer = okJson(body);
        for (int i = 0; i < headers.length; i += 2) {
            answer.withHeader(headers[i], headers[i + 1]);
        }
        host.server.stubFor(get(urlPathEqualTo(PULLS))
                .withQueryParam("page", equalTo(Integer.toString(page)))
                .willReturn(answer));
    }

    @Test
    void oneThatTellsNoMoreThanItMustIsUnderstood() {
        page(1, pulls(7, 7));

        assertThat(pulls())
                .containsExactly(new OpenPull(
                        new PullRef(host.repo(), 7),
                        new io.tidelock.core.change.CommitSha("ab".repeat(20)),
                        "main",
                        false,
                        Optional.empty()));
        assertThat(host.requests()).isEqualTo(1);
    }

    @Test
    void oneWithoutTagsIsReadWholeEachTime() {
        page(1, pulls(7, 7));

        assertThat(((Listing.Items<OpenPull>) pulls(Optional.empty())).tag()).isEmpty();
    }

    @Test
    void oneThatNamesTheNextPageIsFollowed() {
        page(1, pulls(1, 3), "Link", "<https://elsewhere/?page=2>; rel=\"next\"");
        page(2, pulls(4, 5), "Link", "<https://elsewhere/?page=1>; rel=\"prev\"");

        assertThat(pulls()).extracting(pull -> pull.ref().number()).containsExactly(1, 2, 3, 4, 5);
        assertThat(host.requests()).isEqualTo(2);
    }

    @Test
    void oneThatGivesFewerThanItIsAskedForAndNamesNoNextPageIsAskedForIt() {
        page(1, pulls(1, 50));
        page(2, pulls(51, 52));

        assertThat(pulls()).hasSize(52);
    }

    @Test
    void oneThatIgnoresThePageIsNotAskedForEver() {
        host.always(okJson(pulls(1, 100)).withHeader("Link", "<https://elsewhere/?page=9>; rel=\"next\""));

        assertThat(pulls()).hasSize(100);
        assertThat(host.requests()).isEqualTo(2);
    }

    @Test
    void eachPageIsAskedWhetherItChanged() {
        page(1, pulls(1, 3), "ETag", "W/\"one\"", "Link", "<https://elsewhere/?page=2>; rel=\"next\"");
        page(2, pulls(4, 5), "ETag", "\"two\"", "Date", "Sat, 21 Nov 2026 10:00:07 GMT");
        Optional<String> tag = ((Listing.Items<OpenPull>) pulls(Optional.empty())).tag();
        assertThat(tag).isPresent();
        for (String etag : List.of("W/\"one\"", "\"two\"")) {
            host.server.stubFor(get(urlPathEqualTo(PULLS))
                    .withHeader("If-None-Match", equalTo(etag))
                    .willReturn(aResponse().withStatus(304).withHeader("Date", "Sat, 21 Nov 2026 10:00:09 GMT")));
        }

        assertThat(pulls(tag))
                .isEqualTo(new Listing.Unchanged<OpenPull>(Optional.of(Instant.parse("2026-11-21T10:00:09Z"))));
        host.server.stubFor(get(urlPathEqualTo(PULLS))
                .withQueryParam("page", equalTo("2"))
                .willReturn(okJson(pulls(4, 6)).withHeader("ETag", "\"three\"")));
        assertThat(((Listing.Items<OpenPull>) pulls(tag)).items()).hasSize(6);
    }

    @Test
    void aFullLastPageHasNoTagSinceItsSuccessorWouldNotBeSeen() {
        page(1, pulls(1, 100), "ETag", "\"one\"");
        page(2, "[]", "ETag", "\"two\"");
        assertThat(((Listing.Items<OpenPull>) pulls(Optional.empty())).tag()).isPresent();
        page(1, pulls(1, 100), "ETag", "\"one\"", "Link", "<https://elsewhere/?page=1>; rel=\"first\"");
        assertThat(((Listing.Items<OpenPull>) pulls(Optional.empty())).tag()).isEmpty();
    }

    @Test
    void anEntryThatCannotBeReadIsLeftOut() {
        page(
                1,
                "[" + pull(1) + ", {\"number\": \"two\"}, 3, null, " + pull(4).replace("abab", "xyxy") + "," + pull(5)
                        + "]");

        assertThat(pulls()).extracting(pull -> pull.ref().number()).containsExactly(1, 5);
    }

    @Test
    void whatIsNoListIsNoAnswer() {
        page(1, "{\"message\": \"hello\"}");

        assertThatThrownBy(this::pulls).isInstanceOf(Unavailable.class).hasMessageContaining("not a list");
    }

    @Test
    void aRepositoryUnderANewNameIsNotTheOneThatWasAskedFor() {
        page(1, "[" + pull(1).replace("\"main\"", "\"main\", \"repo\": {\"full_name\": \"acme/renamed\"}") + "]");

        assertThatThrownBy(this::pulls)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.NOT_FOUND));
    }

    @Test
    void aNotModifiedThatNobodyAskedForIsNoAnswer() {
        host.server.stubFor(get(urlPathEqualTo(PULLS))
                .withHeader("If-None-Match", absent())
                .willReturn(aResponse().withStatus(304)));

        assertThatThrownBy(this::pulls).isInstanceOf(Unavailable.class);
    }

    @Test
    void commentsAreKnownByTheAddressOfTheirPage() {
        host.server.stubFor(get(urlPathEqualTo(COMMENTS))
                .withQueryParam("since", equalTo("2026-11-21T10:00:00Z"))
                .willReturn(okJson("["
                        + String.join(
                                ",",
                                comment(1, "\"html_url\": \"https://h/acme/infra/pull/7#issuecomment-1\""),
                                comment(
                                        2,
                                        "\"html_url\": \"https://h/acme/infra/issues/8#issuecomment-2\","
                                                + " \"issue_url\": \"https://h/api/v3/repos/acme/infra/issues/8\""),
                                comment(
                                        3,
                                        "\"pull_request_url\": \"https://h/acme/infra/pulls/9\", \"issue_url\": \"\""),
                                comment(4, "\"issue_url\": \"https://h/api/v3/repos/acme/infra/issues/10\""),
                                comment(5, "\"html_url\": null"),
                                "{\"id\": 6}")
                        + "]")));

        assertThat(comments())
                .extracting(remark -> remark.comment().pull().number())
                .containsExactly(7, 9, 10);
        assertThat(comments().getFirst().changedAt()).isEqualTo("2026-11-21T10:00:01Z");
        assertThat(comments().getFirst().comment().body()).isEqualTo("plan");
    }

    @Test
    void aHostThatHasNoCommentsOfARepositoryIsAskedForThoseOfEachPullRequest() {
        page(1, pulls(7, 8));
        for (int pull : List.of(7, 8)) {
            host.server.stubFor(get(urlPathEqualTo("/api/v3/repos/acme/infra/issues/" + pull + "/comments"))
                    .willReturn(okJson("[" + comment(pull, "\"x\": 1") + "]")));
        }

        assertThat(comments())
                .extracting(remark -> remark.comment().pull().number())
                .containsExactly(7, 8);
    }

    private static String comment(int id, String place) {
        return """
                {"id": %d, "user": {"login": "ada", "type": "User"}, "created_at": "2026-11-21T10:00:01Z", "body": "plan", %s}""".formatted(id, place);
    }
}
