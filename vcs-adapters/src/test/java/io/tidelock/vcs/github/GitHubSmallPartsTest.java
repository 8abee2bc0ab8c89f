package io.tidelock.vcs.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.change.Side;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.secret.Secret;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, texts of statuses, and to whom the token is given. */
class GitHubSmallPartsTest {
    @ParameterizedTest
    @CsvSource({
        "github.com, github.com, https://api.github.com, https://api.github.com/graphql",
        "GitHub.com/, github.com, https://api.github.com, https://api.github.com/graphql",
        "https://github.com, github.com, https://api.github.com, https://api.github.com/graphql",
        "acme.ghe.com, acme.ghe.com, https://api.acme.ghe.com, https://api.acme.ghe.com/graphql",
        "git.acme.org, git.acme.org, https://git.acme.org/api/v3, https://git.acme.org/api/graphql",
        "git.acme.org:443, git.acme.org, https://git.acme.org/api/v3, https://git.acme.org/api/graphql",
        "git.acme.org:8443, git.acme.org:8443, https://git.acme.org:8443/api/v3, https://git.acme.org:8443/api/graphql",
        "http://localhost:80, localhost, http://localhost/api/v3, http://localhost/api/graphql",
        "http://127.0.0.1:4040, 127.0.0.1:4040, http://127.0.0.1:4040/api/v3, http://127.0.0.1:4040/api/graphql",
        "http://[::1]:4040, [::1]:4040, http://[::1]:4040/api/v3, http://[::1]:4040/api/graphql",
        "ghe.com, ghe.com, https://ghe.com/api/v3, https://ghe.com/api/graphql",
        "notghe.com, notghe.com, https://notghe.com/api/v3, https://notghe.com/api/graphql",
    })
    void everyKindOfGitHubHasItsAddresses(String hostname, String host, String api, String graphql) {
        GitHubAddress address = GitHubAddress.of(hostname);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.api()).hasToString(api);
        assertThat(address.graphql()).hasToString(graphql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "git acme",
                "https://",
                "ftp://git.acme.org",
                "git.acme.org/github",
                "me@git.acme.org",
                "http://github.com",
                "http://acme.ghe.com",
                "git.acme.org:",
                "git.acme.org:port",
                "-a",
                "git.acme.org?x"
            })
    void whatIsNoHostIsRefusedWhenItIsSet(String hostname) {
        assertThatThrownBy(
                        () -> new GitHubSettings(hostname, Optional.empty(), () -> new Secret("x"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(hostname);
    }

    @Test
    void anEmptyWebhookSecretIsNoSecret() {
        assertThatThrownBy(() -> new GitHubSettings(
                        "github.com", Optional.empty(), () -> new Secret("x"), Optional.of(new Secret(""))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsPrintWithoutSecrets() {
        assertThat(new GitHubSettings(
                        "github.com", Optional.of("tidelock"), () -> new Secret("x"), Optional.of(new Secret("hush"))))
                .hasToString("GitHubSettings[github.com, user tidelock]");
    }

    // ---- statuses

    @Test
    void aContextThatFitsIsLeftAlone() {
        String fits = "tidelock/plan: " + "x".repeat(240);
        assertThat(StatusText.context(fits)).hasSize(255).isEqualTo(fits);
    }

    @Test
    void aLongContextEndsWithItsHash() {
        String longer = "tidelock/plan: " + "x".repeat(241);
        assertThat(StatusText.context(longer))
                .hasSize(255)
                .startsWith("tidelock/plan: xxx")
                .matches(".*x-[0-9a-f]{12}")
                .isNotEqualTo(StatusText.context(longer + "y"))
                .isEqualTo(StatusText.context(longer));
    }

    @Test
    void contextsThatDifferInEmojiStayApart() {
        assertThat(StatusText.context("plan 🐛")).doesNotContain("🐛").isNotEqualTo(StatusText.context("plan 🐞"));
    }

    @Test
    void aDescriptionIsOneShortLine() {
        assertThat(StatusText.description(" two\nlines\t ")).isEqualTo("two lines");
        assertThat(StatusText.description("ü".repeat(140))).isEqualTo("ü".repeat(140));
        assertThat(StatusText.description("ü".repeat(141))).isEqualTo("ü".repeat(139) + "…");
        assertThat(StatusText.description("🐛")).isEqualTo("\uFFFD");
    }

    // ---- clones

    private static GitRemote remote(String hostname, String cloneUrl) {
        GitHubAddress address = GitHubAddress.of(hostname);
        CommitSha sha = new CommitSha("ab".repeat(20));
        RepoRef repo = new RepoRef(address.host(), "acme/infra");
        PullRequest pull = new PullRequest(
                new PullRef(repo, 7),
                "",
                "",
                cloneUrl,
                PullRequest.State.OPEN,
                false,
                Actor.person("alice"),
                new Side(Optional.of(repo), "change", sha),
                new Side(Optional.of(repo), "main", sha),
                Set.of(),
                Optional.empty());
        return new GitHubClones(address, new TokenLogin(Optional.empty(), () -> new Secret("ghp_1\n"))).remote(pull);
    }

    @ParameterizedTest
    @CsvSource({
        "github.com, https://github.com/acme/infra.git",
        "github.com, https://GitHub.com:443/acme/infra.git",
        "acme.ghe.com, https://acme.ghe.com/acme/infra.git",
        "git.acme.org, http://git.acme.org/acme/infra.git",
        "git.acme.org, https://git.acme.org/acme/infra.git",
        "git.acme.org:8443, https://git.acme.org:8443/acme/infra.git",
        "http://127.0.0.1:4040, http://127.0.0.1:4040/acme/infra.git",
        "git.acme.org, https://git.acme.org:8443/acme/infra.git",
        "git.acme.org:8443, https://git.acme.org/acme/infra.git",
        "localhost:4443, http://127.0.0.1:4180/acme/infra.git",
    })
    void theTokenIsGivenToTheHost(String hostname, String cloneUrl) {
        assertThat(remote(hostname, cloneUrl))
                .isEqualTo(new GitRemote(
                        cloneUrl,
                        Optional.of("x-access-token"),
                        Optional.of(new Secret("ghp_1")),
                        "refs/pull/7/head",
                        "refs/pull/7/merge"));
    }

    @ParameterizedTest
    @CsvSource({
        "github.com, http://github.com/acme/infra.git",
        "github.com, https://github.com:8443/acme/infra.git",
        "github.com, https://api.github.com/acme/infra.git",
        "github.com, https://github.com.evil.org/acme/infra.git",
        "acme.ghe.com, https://other.ghe.com/acme/infra.git",
        "acme.ghe.com, http://acme.ghe.com/acme/infra.git",
        "git.acme.org, https://git.acme.org.evil.org/acme/infra.git",
        "git.acme.org, http://127.0.0.1/acme/infra.git",
    })
    void elsewhereGitIsAskedWithoutTheToken(String hostname, String cloneUrl) {
        GitRemote remote = remote(hostname, cloneUrl);

        assertThat(remote.url()).isEqualTo(cloneUrl);
        assertThat(remote.user()).isEmpty();
        assertThat(remote.password()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "git.acme.org, https://git.acme.org/acme/infra.git?x=1",
        "git.acme.org, https://me:secret@git.acme.org/acme/infra.git",
        "git.acme.org, git://git.acme.org/acme/infra.git",
        "git.acme.org, /acme/infra.git",
    })
    void whatIsNoCloneAddressIsRefused(String hostname, String cloneUrl) {
        assertThatThrownBy(() -> remote(hostname, cloneUrl))
                .isInstanceOfSatisfying(
                        Refused.class, it -> assertThat(it.kind()).isEqualTo(Refused.Kind.NOT_ALLOWED))
                .hasMessageNotContaining("ghp_1");
    }
}
