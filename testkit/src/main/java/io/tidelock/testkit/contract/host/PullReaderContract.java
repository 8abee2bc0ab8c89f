package io.tidelock.testkit.contract.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Permission;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code PullReader} promises. */
public abstract class PullReaderContract extends HostContract {
    private Permission permissionOf(String login) {
        return stage().pullReader().permission(stage().repo(), Actor.person(login));
    }

    @Test
    void anOpenPullRequestIsReadWhole() {
        PullRef ref = stage().open("Add a bucket", false);
        PullRequest pull = read(ref);
        assertThat(pull.ref()).isEqualTo(ref);
        assertThat(pull.title()).isEqualTo("Add a bucket");
        assertThat(pull.state()).isEqualTo(PullRequest.State.OPEN);
        assertThat(pull.draft()).isFalse();
        assertThat(pull.author()).isEqualTo(Actor.person("alice"));
        assertThat(pull.fromFork()).isFalse();
        assertThat(pull.head().repo()).contains(stage().repo());
        assertThat(pull.base().repo()).contains(stage().repo());
        assertThat(pull.base().branch()).isEqualTo("main");
        assertThat(pull.head().branch()).isNotEqualTo("main");
        assertThat(pull.head().sha()).isNotEqualTo(pull.base().sha());
        assertThat(pull.labels()).isEmpty();
        assertThat(pull.webUrl()).startsWith("http").contains(Integer.toString(ref.number()));
        assertThat(pull.cloneUrl()).startsWith("http");
    }

    @Test
    void aReferenceIsASignAndTheNumber() {
        PullRef ref = new PullRef(stage().repo(), 17);
        assertThat(stage().pullReader().reference(ref)).matches("[#!]17");
    }

    @Test
    void aPushIsSeenAtOnce() {
        PullRef ref = stage().open("Add a bucket", false);
        read(ref);
        CommitSha pushed = stage().push(ref);
        assertThat(read(ref).head().sha()).isEqualTo(pushed);
    }

    @Test
    void pullRequestsAreNotMixedUp() {
        PullRef one = stage().open("One", false);
        PullRef two = stage().open("Two", false);
        assertThat(read(one).title()).isEqualTo("One");
        assertThat(read(two).title()).isEqualTo("Two");
        assertThat(read(two).head().sha()).isNotEqualTo(read(one).head().sha());
    }

    @Test
    void aDraftIsADraftUntilItIsReady() {
        PullRef ref = stage().open("Add a bucket", true);
        assertThat(read(ref).draft()).isTrue();
        stage().ready(ref);
        assertThat(read(ref).draft()).isFalse();
    }

    @Test
    void closedIsNotMerged() {
        PullRef ref = stage().open("Add a bucket", false);
        stage().close(ref);
        assertThat(read(ref).state()).isEqualTo(PullRequest.State.CLOSED);
        stage().reopen(ref);
        assertThat(read(ref).state()).isEqualTo(PullRequest.State.OPEN);
    }

    @Test
    void mergedIsMerged() {
        PullRef ref = stage().open("Add a bucket", false);
        PullRequest open = read(ref);
        stage().merge(ref);
        PullRequest merged = read(ref);
        assertThat(merged.state()).isEqualTo(PullRequest.State.MERGED);
        assertThat(merged.head().sha()).isEqualTo(open.head().sha());
        assertThat(merged.testMerge())
                .as("what merging made")
                .isPresent()
                .isNotEqualTo(Optional.of(open.head().sha()));
        assertThat(merged.mergedAt()).isPresent();
        assertThat(open.mergedAt()).isEmpty();
        assertThat(merged.mergedBy()).contains(Actor.person("alice"));
        assertThat(open.mergedBy()).isEmpty();
    }

    @Test
    void aTestMergeIsNeitherHeadNorBase() {
        PullRequest pull = read(stage().open("Add a bucket", false));
        assertThat(pull.testMerge())
                .isNotEqualTo(Optional.of(pull.head().sha()))
                .isNotEqualTo(Optional.of(pull.base().sha()));
    }

    @Test
    void labelsAreRead() {
        PullRef ref = stage().open("Add a bucket", false);
        stage().label(ref, "no plan");
        stage().label(ref, "später");
        assertThat(read(ref).labels()).containsExactlyInAnyOrder("no plan", "später");
    }

    @Test
    void aNewBaseIsSeen() {
        PullRef ref = stage().open("Add a bucket", false);
        stage().retarget(ref, "release");
        assertThat(read(ref).base().branch()).isEqualTo("release");
    }

    @Test
    void aForkIsNotTheRepository() {
        PullRequest pull = read(stage().openFromFork("Add a bucket"));
        assertThat(pull.fromFork()).isTrue();
        assertThat(pull.ref().repo()).isEqualTo(stage().repo());
        assertThat(pull.head().repo()).isPresent().isNotEqualTo(Optional.of(stage().repo()));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertRefused(Refused.Kind.NOT_FOUND, () -> read(nowhere()));
    }

    @Test
    void eachPermissionIsToldApart() {
        stage().permit("rita", Permission.READ);
        stage().permit("walter", Permission.WRITE);
        stage().permit("ada", Permission.ADMIN);
        assertThat(permissionOf("rita")).isEqualTo(Permission.READ);
        assertThat(permissionOf("walter")).isEqualTo(Permission.WRITE);
        assertThat(permissionOf("ada")).isEqualTo(Permission.ADMIN);
    }

    @Test
    void aPermissionThatWasTakenAwayIsGone() {
        stage().permit("walter", Permission.WRITE);
        assertThat(permissionOf("walter")).isEqualTo(Permission.WRITE);
        stage().permit("walter", Permission.NONE);
        assertThat(permissionOf("walter").mayWrite()).isFalse();
    }

    @Test
    void whoIsUnknownMayNotWrite() {
        assertThat(permissionOf("nobody-of-that-name").mayWrite()).isFalse();
    }

    @Test
    void aLoginIsNotAPath() {
        stage().permit("walter", Permission.WRITE);
        assertThat(permissionOf("walter/permission?x=").mayWrite()).isFalse();
        assertThat(permissionOf("../collaborators/walter").mayWrite()).isFalse();
        assertThat(permissionOf("odd name[bot]").mayWrite()).isFalse();
    }
}
