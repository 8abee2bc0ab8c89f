package io.tidelock.testkit.contract.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.Remark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code RepoReader} promises. */
public abstract class RepoReaderContract extends HostContract {
    private static final Instant EVER = Instant.parse("2000-01-01T00:00:00Z");

    private List<OpenPull> listed() {
        return items(stage().repoReader().openPulls(stage().repo(), Optional.empty()));
    }

    private List<Remark> comments(Instant since) {
        return items(stage().repoReader().comments(stage().repo(), since, Optional.empty()));
    }

    private Remark comment(CommentRef ref) {
        return comments(EVER).stream()
                .filter(remark -> remark.comment().comment().equals(ref))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no comment " + ref));
    }

    private static <T> List<T> items(Listing<T> listing) {
        return switch (listing) {
            case Listing.Items<T> items -> items.items();
            case Listing.Unchanged<T> unchanged -> throw new AssertionError("unchanged, although no tag was given");
        };
    }

    /** The tag of a list; a host that has none needs not to keep what is said of tags. */
    private static <T> Optional<String> tag(Listing<T> listing) {
        Optional<String> tag = listing instanceof Listing.Items<T> items ? items.tag() : Optional.empty();
        assumeTrue(tag.isPresent(), "the host has no tags");
        return tag;
    }

    private Optional<String> pullsTag() {
        return tag(stage().repoReader().openPulls(stage().repo(), Optional.empty()));
    }

    private Listing<OpenPull> pullsSince(Optional<String> tag) {
        return stage().repoReader().openPulls(stage().repo(), tag);
    }

    @Test
    void aRepositoryWithoutPullRequestsHasNone() {
        assertThat(listed()).isEmpty();
        assertThat(comments(EVER)).isEmpty();
    }

    @Test
    void openPullRequestsAreListedAsTheyAre() {
        PullRef one = stage().open("One", false);
        PullRef two = stage().open("Two", true);
        PullRef far = stage().openFromFork("From afar");

        List<OpenPull> open = listed();

        assertThat(open).extracting(OpenPull::ref).containsExactlyInAnyOrder(one, two, far);
        assertThat(open).allSatisfy(pull -> {
            PullRequest read = read(pull.ref());
            assertThat(pull.head()).isEqualTo(read.head().sha());
            assertThat(pull.baseBranch()).isEqualTo("main");
            assertThat(pull.draft()).isEqualTo(pull.ref().equals(two)).isEqualTo(read.draft());
            assertThat(pull.openedAt()).hasValueSatisfying(at -> assertThat(at).isAfter(EVER));
        });
    }

    @Test
    void whatIsOverIsNotListed() {
        PullRef closed = stage().open("Closed", false);
        PullRef merged = stage().open("Merged", false);
        PullRef open = stage().open("Open", false);
        stage().close(closed);
        stage().merge(merged);

        assertThat(listed()).extracting(OpenPull::ref).containsExactly(open);
        stage().reopen(closed);
        assertThat(listed()).extracting(OpenPull::ref).containsExactlyInAnyOrder(closed, open);
    }

    @Test
    void aPushAndANewBaseAreSeen() {
        PullRef pull = stage().open("One", false);
        CommitSha pushed = stage().push(pull);
        stage().retarget(pull, "release");

        assertThat(listed())
                .extracting(OpenPull::head, OpenPull::baseBranch)
                .containsExactly(org.assertj.core.api.Assertions.tuple(pushed, "release"));
    }

    @Test
    void whileNothingChangesThatIsAllThatIsSaid() {
        PullRef pull = stage().open("One", false);
        stage().comment(pull, "bob", "hello");

        assertThat(pullsSince(pullsTag())).isInstanceOf(Listing.Unchanged.class);
        Optional<String> tag = tag(stage().repoReader().comments(stage().repo(), EVER, Optional.empty()));
        assertThat(stage().repoReader().comments(stage().repo(), EVER, tag)).isInstanceOf(Listing.Unchanged.class);
    }

    @Test
    void whateverHappensToAPullRequestIsAChange() {
        Optional<String> none = pullsTag();
        PullRef pull = stage().open("One", true);
        assertThat(items(pullsSince(none))).hasSize(1);
        Optional<String> opened = pullsTag();
        stage().push(pull);
        assertThat(items(pullsSince(opened))).hasSize(1);
        Optional<String> pushed = pullsTag();
        stage().ready(pull);
        assertThat(items(pullsSince(pushed))).hasSize(1);
        Optional<String> ready = pullsTag();
        stage().retarget(pull, "release");
        assertThat(items(pullsSince(ready))).hasSize(1);
        Optional<String> retargeted = pullsTag();
        stage().close(pull);
        assertThat(items(pullsSince(retargeted))).isEmpty();
        Optional<String> closed = pullsTag();
        stage().reopen(pull);
        assertThat(items(pullsSince(closed))).hasSize(1);
    }

    @Test
    void commentsAreFoundWithAuthorAndPlace() {
        PullRef one = stage().open("One", false);
        PullRef two = stage().open("Two", false);
        CommentRef hello = stage().comment(one, "bob", "hello");
        CommentRef plan = stage().comment(two, "carol", "tidelock plan");

        assertThat(comments(EVER))
                .extracting(
                        remark -> remark.comment().comment(),
                        remark -> remark.comment().author(),
                        remark -> remark.comment().body())
                .containsExactlyInAnyOrder(
                        org.assertj.core.api.Assertions.tuple(hello, Actor.person("bob"), "hello"),
                        org.assertj.core.api.Assertions.tuple(plan, Actor.person("carol"), "tidelock plan"));
        assertThat(comments(EVER)).noneMatch(Remark::edited);
    }

    @Test
    void commentsOfTheVeryMomentAreFound() {
        PullRef pull = stage().open("One", false);
        CommentRef ref = stage().comment(pull, "bob", "hello");

        assertThat(comments(comment(ref).changedAt()))
                .extracting(remark -> remark.comment().comment())
                .contains(ref);
    }

    @Test
    void aCommentOnAClosedPullRequestIsFoundToo() {
        PullRef pull = stage().open("One", false);
        stage().close(pull);
        CommentRef ref = stage().comment(pull, "bob", "unlock");

        assertThat(comment(ref).comment().body()).isEqualTo("unlock");
    }

    @Test
    void anEditedCommentKeepsWhenItWasWritten() {
        PullRef pull = stage().open("One", false);
        CommentRef ref = stage().comment(pull, "bob", "hello");
        Remark before = comment(ref);
        stage().edit(ref, "tidelock plan");

        Remark after = comment(ref);

        assertThat(after.comment().body()).isEqualTo("tidelock plan");
        assertThat(after.comment().writtenAt()).isEqualTo(before.comment().writtenAt());
        assertThat(after.changedAt()).isAfterOrEqualTo(before.changedAt());
    }

    @Test
    void aNewCommentIsAChange() {
        PullRef pull = stage().open("One", false);
        stage().comment(pull, "bob", "hello");
        Optional<String> tag = tag(stage().repoReader().comments(stage().repo(), EVER, Optional.empty()));
        CommentRef fresh = stage().comment(pull, "bob", "hello again");

        assertThat(items(stage().repoReader().comments(stage().repo(), EVER, tag)))
                .extracting(remark -> remark.comment().comment())
                .contains(fresh);
    }

    @Test
    void moreCommentsThanFitAPageAreAllFoundOnce() {
        PullRef pull = stage().open("One", false);
        List<CommentRef> written = java.util.stream.IntStream.range(0, 130)
                .mapToObj(nth -> stage().comment(pull, "bob", "comment " + nth))
                .toList();

        assertThat(comments(EVER))
                .extracting(remark -> remark.comment().comment())
                .containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void theHostSaysWhatTimeItIsOrNothing() {
        stage().repoReader()
                .openPulls(stage().repo(), Optional.empty())
                .hostTime()
                .ifPresent(time -> assertThat(time).isAfter(EVER));
    }

    @Test
    void aRepositoryThatIsNotThereIsNotFound() {
        RepoRef nowhere = new RepoRef(stage().repo().host(), stage().repo().owner() + "/not-there");

        assertRefused(Refused.Kind.NOT_FOUND, () -> stage().repoReader().openPulls(nowhere, Optional.empty()));
        assertRefused(Refused.Kind.NOT_FOUND, () -> stage().repoReader().comments(nowhere, EVER, Optional.empty()));
    }
}
