package io.tidelock.testkit.contract.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.secret.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code CloneAccess} promises. */
public abstract class CloneAccessContract extends HostContract {
    private GitRemote remote(PullRequest pull) {
        return stage().cloneAccess().remote(pull);
    }

    private PullRequest pull() {
        return read(stage().open("Add a bucket", false));
    }

    @Test
    void theAddressIsTheOneTheHostGave() {
        PullRequest pull = pull();
        assertThat(remote(pull).url()).isEqualTo(pull.cloneUrl());
    }

    @Test
    void userAndPasswordComeTogetherOrNotAtAll() {
        GitRemote remote = remote(pull());
        assertThat(remote.user().isPresent()).isEqualTo(remote.password().isPresent());
    }

    @Test
    void theCredentialIsNowhereInPrint() {
        GitRemote remote = remote(pull());
        String password = remote.password().map(Secret::reveal).orElse("nothing to hide");
        assertThat(remote.toString()).doesNotContain(password);
        assertThat(remote.url()).doesNotContain("@").doesNotContain(password);
    }

    @Test
    void theHeadCanBeFetched() {
        PullRequest pull = pull();
        GitRemote remote = remote(pull);
        assertThat(stage().resolve(remote, remote.headRef()))
                .contains(pull.head().sha());
    }

    @Test
    void theHeadOfAForkCanBeFetchedFromTheRepository() {
        PullRequest pull = read(stage().openFromFork("Add a bucket"));
        GitRemote remote = remote(pull);
        assertThat(stage().resolve(remote, remote.headRef()))
                .contains(pull.head().sha());
    }

    @Test
    void aPushMovesTheHead() {
        PullRef ref = stage().open("Add a bucket", false);
        GitRemote remote = remote(read(ref));
        assertThat(stage().resolve(remote, remote.headRef())).isNotEqualTo(java.util.Optional.of(stage().push(ref)));
        assertThat(stage().resolve(remote, remote.headRef()))
                .contains(read(ref).head().sha());
    }

    @Test
    void refsAreFullNamesAndOfThisPullRequest() {
        GitRemote one = remote(pull());
        GitRemote two = remote(pull());
        assertThat(one.headRef())
                .startsWith("refs/")
                .isNotEqualTo(one.mergeRef())
                .isNotEqualTo(two.headRef());
        assertThat(one.mergeRef()).startsWith("refs/").isNotEqualTo(two.mergeRef());
    }

    @Test
    void theCredentialIsForThisHostOnly() {
        PullRequest pull = pull();
        for (String url : List.of(
                "https://evil.example.com/acme/infra.git",
                "https://HOST.evil.example.com/acme/infra.git",
                "https://evil.example.com/HOST/acme/infra.git",
                "https://evil.example.com?HOST/acme/infra.git",
                "https://HOST@evil.example.com/acme/infra.git")) {
            assertNotHandedOut(pull, url);
        }
    }

    @Test
    void theCredentialIsForHttpOnly() {
        PullRequest pull = pull();
        for (String url : List.of(
                "https://someone:else@HOST/acme/infra.git",
                "ssh://git@HOST/acme/infra.git",
                "git@HOST:acme/infra.git",
                "file:///etc",
                "not an address",
                "")) {
            assertNoAddress(pull, url);
        }
    }

    private void assertNoAddress(PullRequest pull, String url) {
        String host = pull.ref().repo().host();
        PullRequest forged = withCloneUrl(pull, url.replace("HOST", host));
        assertRefused(Refused.Kind.NOT_ALLOWED, () -> remote(forged));
    }

    /** Refusing is right, and so is an address without a credential. */
    private void assertNotHandedOut(PullRequest pull, String url) {
        String host = pull.ref().repo().host();
        PullRequest forged = withCloneUrl(pull, url.replace("HOST", host));
        try {
            assertThat(remote(forged).password()).isEmpty();
        } catch (Refused refused) {
            assertThat(refused.kind()).isEqualTo(Refused.Kind.NOT_ALLOWED);
        }
    }

    private static PullRequest withCloneUrl(PullRequest pull, String url) {
        return new PullRequest(
                pull.ref(),
                pull.title(),
                pull.webUrl(),
                url,
                pull.state(),
                pull.draft(),
                pull.author(),
                pull.head(),
                pull.base(),
                pull.labels(),
                pull.testMerge());
    }
}
