package io.tidelock.vcs.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.http.Network;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, texts, and tokens. */
class GitLabSmallPartsTest {
    @Test
    void what_others_call_a_pull_request_is_a_merge_request_outside_of_code() {
        assertThat(Nouns.inLine("locked by another pull request, and pull requests wait"))
                .isEqualTo("locked by another merge request, and merge requests wait");
        String body = """
                Pull request `pull request` and ``a ` pull request`` of a pull request, <code>pull request</code>.
                ````diff
                + "pull request"
                ```
                pull request
                ````
                The pull requests.

                ~~~
                pull request""";
        assertThat(Nouns.inComment(body)).isEqualTo("""
                Merge request `pull request` and ``a ` pull request`` of a merge request, <code>pull request</code>.
                ````diff
                + "pull request"
                ```
                pull request
                ````
                The merge requests.

                ~~~
                pull request""");
        assertThat(Nouns.inComment("\n\n")).isEqualTo("\n\n");
        assertThat(Nouns.inComment("a pull requestor")).isEqualTo("a pull requestor");
    }

    @ParameterizedTest
    @CsvSource({
        "gitlab.com, gitlab.com, https://gitlab.com/api/v4",
        "GitLab.com/, gitlab.com, https://gitlab.com/api/v4",
        "https://git.acme.org, git.acme.org, https://git.acme.org/api/v4",
        "git.acme.org:443, git.acme.org, https://git.acme.org/api/v4",
        "https://git.acme.org:8443, git.acme.org:8443, https://git.acme.org:8443/api/v4",
        "http://localhost:80, localhost, http://localhost/api/v4",
        "http://[::1]:4040, [::1]:4040, http://[::1]:4040/api/v4",
    })
    void every_kind_of_gitlab_has_its_address(String hostname, String host, String api) {
        GitLabAddress address = GitLabAddress.of(hostname);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.api()).hasToString(api);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "git acme", "https://", "ftp://git.acme.org", "git.acme.org/gitlab", "http://gitlab.com"})
    void what_is_no_host_is_refused_with_a_sentence(String hostname) {
        assertThatThrownBy(() -> GitLabAddress.of(hostname))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(hostname);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/merge",
                "  /close",
                "\t/approve",
                "x\n/label ~a",
                "x\r\n/merge",
                "x\r/merge",
                "\u00A0/merge",
                "```\n/merge\n```"
            })
    void a_line_that_begins_with_a_slash_gives_no_order(String body) {
        String defused = QuickActions.defused(body);
        assertThat(defused.replace("\u200B", "")).isEqualTo(body);
        assertThat(defused).contains("\u200B/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a /merge", "> /merge", "+ /home/x", "//", "/ merge", "https://x/y", "/1", "<!-- /x -->"})
    void everything_else_stays_as_it_is(String body) {
        assertThat(QuickActions.defused(body)).isEqualTo(body);
    }

    @Test
    void texts_of_statuses_fit_and_stay_apart() {
        String one = StatusText.name("tidelock/plan: " + "deep/".repeat(60) + "one");
        String two = StatusText.name("tidelock/plan: " + "deep/".repeat(60) + "two");
        assertThat(one).hasSize(255).isNotEqualTo(two);
        assertThat(StatusText.description("a\n b  c")).isEqualTo("a b c");
        String emoji = StatusText.description("🐛".repeat(300));
        assertThat(emoji.codePointCount(0, emoji.length())).isEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "glpat-a b", "glpat-ä"})
    void a_token_that_no_header_may_carry_is_not_sent_and_not_printed(String token) {
        var gitlab = GitLab.connect(
                new GitLabSettings("127.0.0.1:1", Optional.empty(), () -> new Secret(token), Optional.empty()),
                Network.plain(InstantSource.system()));
        assertThatThrownBy(() -> gitlab.pullReader().pull(new PullRef(new RepoRef("127.0.0.1:1", "acme/infra"), 1)))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("GitLab token")
                .hasMessageNotContaining("glpat-a")
                .hasMessageNotContaining("glpat-ä");
    }

    @Test
    void a_project_of_another_host_is_not_asked_for() {
        GitLabStage stage = new GitLabStage();
        assertThatThrownBy(() -> stage.pullReader()
                        .permission(new RepoRef("gitlab.com", stage.repo().path()), Actor.person("alice")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(stage.pullReader().permission(stage.repo(), Actor.person("alice")))
                .isEqualTo(Permission.WRITE);
        stage.close();
    }
}
