package io.tidelock.testkit.contract.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.Event;
import io.tidelock.core.event.Event.Change;
import io.tidelock.core.event.Reading;
import io.tidelock.core.words.Reaction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code WebhookReader} promises. */
public abstract class WebhookReaderContract extends HostContract {
    private Reading read(Delivery delivery) {
        return stage().webhookReader().read(delivery);
    }

    private Reading.Fact fact(Delivery delivery) {
        Reading reading = read(delivery);
        assertThat(reading).isInstanceOf(Reading.Fact.class);
        return (Reading.Fact) reading;
    }

    /** All events of a kind so far. Every delivery must be readable. */
    private <E extends Event> List<E> told(Class<E> kind) {
        return stage().deliveries().stream()
                .map(this::fact)
                .map(Reading.Fact::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private Event.PullChanged lastChange() {
        return told(Event.PullChanged.class).getLast();
    }

    private void assertRefused(Reading.Fault fault, Delivery delivery) {
        assertThat(read(delivery)).isInstanceOfSatisfying(Reading.Refused.class, refused -> {
            assertThat(refused.fault()).isEqualTo(fault);
            assertThat(refused.reason()).isNotBlank();
        });
    }

    // ---- pull requests

    @Test
    void anOpenedPullRequestIsToldAsItIs() {
        PullRef ref = stage().open("Add a bucket", false);
        Event.PullChanged told = lastChange();
        PullRequest asked = read(ref);
        assertThat(told.change()).isEqualTo(Change.OPENED);
        assertThat(told.sender()).isEqualTo(Actor.person("alice"));
        assertThat(told.repo()).contains(stage().repo());
        assertThat(told.pull().ref()).isEqualTo(ref);
        assertThat(told.pull().title()).isEqualTo("Add a bucket");
        assertThat(told.pull().state()).isEqualTo(PullRequest.State.OPEN);
        assertThat(told.pull().author()).isEqualTo(asked.author());
        assertThat(told.pull().head()).isEqualTo(asked.head());
        assertThat(told.pull().base().repo()).isEqualTo(asked.base().repo());
        assertThat(told.pull().base().branch()).isEqualTo(asked.base().branch());
        assertThat(told.pull().cloneUrl()).isEqualTo(asked.cloneUrl());
        assertThat(told.pull().webUrl()).isEqualTo(asked.webUrl());
        assertThat(told.pull().draft()).isFalse();
        assertThat(told.pull().fromFork()).isFalse();
    }

    @Test
    void aPushNamesTheNewHead() {
        PullRef ref = stage().open("Add a bucket", false);
        CommitSha pushed = stage().push(ref);
        assertThat(lastChange().change()).isEqualTo(Change.PUSHED);
        assertThat(lastChange().pull().head().sha()).isEqualTo(pushed);
    }

    @Test
    void aDraftIsToldAndSoIsItsEnd() {
        PullRef ref = stage().open("Add a bucket", true);
        assertThat(lastChange().pull().draft()).isTrue();
        stage().ready(ref);
        assertThat(lastChange().change()).isEqualTo(Change.READY);
        assertThat(lastChange().pull().draft()).isFalse();
    }

    @Test
    void aNewBaseIsTold() {
        PullRef ref = stage().open("Add a bucket", false);
        stage().retarget(ref, "release");
        assertThat(lastChange().change()).isEqualTo(Change.RETARGETED);
        assertThat(lastChange().pull().base().branch()).isEqualTo("release");
    }

    @Test
    void closingIsNotMerging() {
        PullRef ref = stage().open("Add a bucket", false);
        stage().close(ref);
        Event.PullClosed closed = told(Event.PullClosed.class).getLast();
        assertThat(closed.pull().ref()).isEqualTo(ref);
        assertThat(closed.pull().state()).isEqualTo(PullRequest.State.CLOSED);
        assertThat(closed.sender()).isEqualTo(Actor.person("alice"));
        stage().reopen(ref);
        assertThat(lastChange().change()).isEqualTo(Change.REOPENED);
    }

    @Test
    void mergingIsClosingAsMerged() {
        PullRef ref = stage().open("Add a bucket", false);
        stage().merge(ref);
        assertThat(told(Event.PullClosed.class))
                .singleElement()
                .satisfies(closed -> assertThat(closed.pull().ref()).isEqualTo(ref))
                .satisfies(closed -> assertThat(closed.pull().state()).isEqualTo(PullRequest.State.MERGED));
    }

    @Test
    void aForkIsToldAsAFork() {
        stage().openFromFork("Add a bucket");
        assertThat(lastChange().pull().fromFork()).isTrue();
        assertThat(lastChange().repo()).contains(stage().repo());
    }

    @Test
    void aLabelIsNothingToUs() {
        PullRef ref = stage().open("Add a bucket", false);
        stage().label(ref, "later");
        assertThat(told(Event.PullChanged.class)).hasSize(1);
        assertThat(told(Event.Uninteresting.class))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.reason()).isNotBlank());
    }

    // ---- comments

    @Test
    void aCommentIsToldWithItsAuthor() {
        PullRef ref = stage().open("Add a bucket", false);
        String body = "tidelock plan -d prod\n\nbitte, \"jetzt\" 🐛";
        CommentRef comment = stage().comment(ref, "walter", body);
        Event.Commented told = told(Event.Commented.class).getLast();
        assertThat(told.comment()).isEqualTo(comment);
        assertThat(told.author()).isEqualTo(Actor.person("walter"));
        assertThat(told.body()).isEqualTo(body);
        stage().pullWriter().react(told.comment(), Reaction.EYES);
        assertThat(stage().reactions(comment)).containsExactly(Reaction.EYES);
    }

    @Test
    void ourOwnCommentIsToldAsOurs() {
        PullRef ref = stage().open("Add a bucket", false);
        CommentRef comment = stage().pullWriter().post(ref, "Planned.").comment();
        assertThat(told(Event.Commented.class)).singleElement().satisfies(told -> {
            assertThat(told.comment()).isEqualTo(comment);
            assertThat(told.author().login()).isEqualTo(stage().self());
        });
    }

    @Test
    void onlyNewCommentsAreTold() {
        PullRef ref = stage().open("Add a bucket", false);
        CommentRef comment = stage().pullWriter().post(ref, "before").comment();
        stage().pullWriter().edit(comment, "after");
        stage().delete(comment);
        assertThat(told(Event.Commented.class))
                .singleElement()
                .satisfies(told -> assertThat(told.body()).isEqualTo("before"));
    }

    // ---- branches

    @Test
    void aMovedBranchIsTold() {
        CommitSha tip = stage().pushBranch("main");
        assertThat(told(Event.BranchPushed.class))
                .last()
                .isEqualTo(new Event.BranchPushed(stage().repo(), "main", tip));
    }

    @Test
    void aBranchKeepsItsSlashes() {
        CommitSha tip = stage().pushBranch("feature/a/b");
        assertThat(told(Event.BranchPushed.class))
                .last()
                .isEqualTo(new Event.BranchPushed(stage().repo(), "feature/a/b", tip));
    }

    // ---- belief

    @Test
    void aForgeryIsNotBelieved() {
        assertThat(stage().forgeries(opened()))
                .isNotEmpty()
                .allSatisfy(forgery -> assertRefused(Reading.Fault.NOT_SIGNED, forgery));
    }

    @Test
    void signedNonsenseIsMalformed() {
        Delivery delivery = opened();
        for (String nonsense : List.of("", "nonsense", "[]", "{}", "null", "{\"a\":", "[".repeat(10_000))) {
            byte[] body = nonsense.getBytes(StandardCharsets.UTF_8);
            assertRefused(Reading.Fault.MALFORMED, stage().withBody(delivery, body));
        }
        assertRefused(Reading.Fault.MALFORMED, stage().withBody(delivery, new byte[] {(byte) 0xFF, 0, (byte) 0xC3}));
    }

    @Test
    void aRequestOfNoHostIsNotForUs() {
        assertRefused(Reading.Fault.NOT_FOR_US, new Delivery(Map.of("Accept", "*/*"), opened().body()));
    }

    @Test
    void namesOfHeadersMayBeWrittenInAnyCase() {
        Delivery delivery = opened();
        Map<String, String> shouted = new HashMap<>();
        delivery.headers().forEach((name, value) -> shouted.put(name.toUpperCase(Locale.ROOT), value));
        assertThat(read(new Delivery(shouted, delivery.body()))).isEqualTo(read(delivery));
    }

    @Test
    void aRedeliveryKeepsItsId() {
        Delivery delivery = opened();
        assertThat(fact(stage().again(delivery))).isEqualTo(fact(delivery));
    }

    @Test
    void twoDeliveriesHaveTwoIds() {
        stage().open("One", false);
        stage().open("Two", false);
        assertThat(stage().deliveries().stream().map(this::fact).map(Reading.Fact::id))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id.host()).isEqualTo(stage().repo().host()));
    }

    private Delivery opened() {
        stage().open("Add a bucket", false);
        return stage().deliveries().stream()
                .filter(delivery -> fact(delivery).event() instanceof Event.PullChanged)
                .findFirst()
                .orElseThrow();
    }
}
