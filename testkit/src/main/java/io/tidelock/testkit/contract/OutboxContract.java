package io.tidelock.testkit.contract;

import static io.tidelock.testkit.contract.Sample.NETWORK;
import static io.tidelock.testkit.contract.Sample.NETWORKS;
import static io.tidelock.testkit.contract.Sample.planned;
import static io.tidelock.testkit.contract.Sample.pull;
import static io.tidelock.testkit.contract.Sample.reply;
import static io.tidelock.testkit.contract.Sample.status;
import static io.tidelock.testkit.contract.Sample.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Ending;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.Publication;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.store.Outbox.Letter;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.words.Message;
import io.tidelock.core.words.Reaction;
import io.tidelock.core.words.StatusState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code Outbox} promises. */
public abstract class OutboxContract extends StoreContract {
    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final Instant HOST_TIME = Instant.parse("2026-11-21T09:00:07Z");

    private void put(Message... words) {
        store().outbox().put(List.of(words), clock.instant());
    }

    private List<Letter> due() {
        return store().outbox().due(clock.instant(), 100);
    }

    private Letter only() {
        List<Letter> due = due();
        assertThat(due).hasSize(1);
        return due.getFirst();
    }

    private List<Message> dueMessages() {
        return due().stream().map(Letter::message).toList();
    }

    private static Optional<Posted> posted(PullRef pull, String id) {
        return Optional.of(new Posted(new CommentRef(pull, id), HOST_TIME));
    }

    private void later(Letter letter, boolean uncertain) {
        store().outbox().later(letter, clock.in(WAIT), uncertain, "the host is down");
    }

    private Optional<Publication> published(ProjectKey key) {
        return store().boards().board(pull(1)).result(key).orElseThrow().published();
    }

    @Test
    void everyKindOfMessageIsKeptToTheLetter() {
        Message[] words = {
            summary(pull(1), "Grüße, 世界 \u0000", new PlanId("a"), new PlanId("b")),
            reply(pull(1), "r1"),
            status(pull(1), StatusState.PENDING),
            new Message.React(new CommentRef(pull(1), "c1"), Reaction.EYES)
        };
        put(words);

        assertThat(dueMessages()).containsExactly(words);
    }

    @Test
    void theOldestGoesFirstAndEachIsHandedOutOnce() {
        put(reply(pull(2), "r1"), reply(pull(1), "r2"), reply(pull(2), "r3"));

        assertThat(store().outbox().due(clock.instant(), 2))
                .extracting(Letter::message)
                .containsExactly(reply(pull(2), "r1"), reply(pull(1), "r2"));
        assertThat(dueMessages()).containsExactly(reply(pull(2), "r3"));
        assertThat(due()).isEmpty();
    }

    @Test
    void aFirstTryIsCertain() {
        put(reply(pull(1), "r1"));

        Letter letter = only();

        assertThat(letter.attempt()).isEqualTo(1);
        assertThat(letter.uncertain()).isFalse();
        assertThat(letter.summaryId()).isEmpty();
    }

    @Test
    void aMessageIsNotSentBeforeItsTime() {
        store().outbox().put(List.of(reply(pull(1), "r1")), clock.in(WAIT));

        assertThat(due()).isEmpty();
        clock.pass(WAIT);
        assertThat(due()).hasSize(1);
    }

    @Test
    void aNewerMessageTakesThePlaceOfTheOneThatWaits() {
        put(summary(pull(1), "old"), status(pull(1), StatusState.PENDING), summary(pull(11), "other"));
        put(summary(pull(1), "new"));
        put(status(pull(1), StatusState.SUCCESS));

        assertThat(dueMessages())
                .containsExactlyInAnyOrder(
                        summary(pull(11), "other"), summary(pull(1), "new"), status(pull(1), StatusState.SUCCESS));
    }

    @Test
    void theWordsOfAnEndingTakeThePlaceOfThoseThatWait() {
        put(status(pull(1), StatusState.PENDING));

        store().jobs().finish(lease(), Ending.done("done"), List.of(status(pull(1), StatusState.SUCCESS)));

        assertThat(dueMessages()).containsExactly(status(pull(1), StatusState.SUCCESS));
    }

    @Test
    void aNewerMessageWaitsWhileOneOfItsKeyIsBeingSent() {
        put(status(pull(1), StatusState.PENDING));
        Letter first = only();
        put(status(pull(1), StatusState.SUCCESS));

        assertThat(due()).isEmpty();
        assertThat(store().outbox().next()).isEmpty();
        store().outbox().sent(first, Optional.empty());
        assertThat(store().outbox().next()).isPresent();
        assertThat(dueMessages()).containsExactly(status(pull(1), StatusState.SUCCESS));
    }

    @Test
    void itIsNotEmptyWhileSomethingWaitsOrIsBeingSent() {
        assertThat(store().outbox().empty()).isTrue();
        put(reply(pull(1), "r1"));
        assertThat(store().outbox().empty()).isFalse();
        Letter letter = only();
        assertThat(store().outbox().empty()).isFalse();
        store().outbox().sent(letter, posted(pull(1), "c1"));
        assertThat(store().outbox().empty()).isTrue();
    }

    @Test
    void ofEachPullRequestItIsKnownWhetherItsHostHasHeardEverything() {
        put(reply(pull(1), "r1"), reply(pull(2), "r2"));
        List<Letter> both = due();
        store().outbox().sent(both.getFirst(), posted(pull(1), "c1"));

        assertThat(store().outbox().delivered(pull(1))).isTrue();
        assertThat(store().outbox().delivered(pull(2))).isFalse();
        later(both.getLast(), true);
        assertThat(store().outbox().delivered(pull(2))).isFalse();
        clock.pass(WAIT);
        store().outbox().dead(only(), "the host does not take it");
        assertThat(store().outbox().delivered(pull(2))).isTrue();
    }

    @Test
    void whatArrivedIsNotSentAgain() {
        put(reply(pull(1), "r1"));
        store().outbox().sent(only(), posted(pull(1), "c1"));

        clock.pass(Duration.ofDays(1));
        assertThat(due()).isEmpty();
        assertThat(store().outbox().next()).isEmpty();
    }

    @Test
    void aStatusThatTheHostHasIsNotSentAgain() {
        put(status(pull(1), StatusState.SUCCESS));
        store().outbox().sent(only(), Optional.empty());

        put(status(pull(1), StatusState.PENDING));
        put(status(pull(1), StatusState.SUCCESS));

        assertThat(due()).isEmpty();
        assertThat(store().outbox().empty()).isTrue();
    }

    @Test
    void aStatusIsSentAgainWhenAnotherCameBetween() {
        put(status(pull(1), StatusState.SUCCESS));
        store().outbox().sent(only(), Optional.empty());
        put(status(pull(1), StatusState.PENDING));
        Letter between = only();

        put(status(pull(1), StatusState.SUCCESS));

        store().outbox().sent(between, Optional.empty());
        assertThat(dueMessages()).containsExactly(status(pull(1), StatusState.SUCCESS));
    }

    @Test
    void aStatusIsSentAgainWhenAnotherMayHaveArrivedBetween() {
        put(status(pull(1), StatusState.SUCCESS));
        store().outbox().sent(only(), Optional.empty());
        put(status(pull(1), StatusState.PENDING));
        later(only(), true);

        put(status(pull(1), StatusState.SUCCESS));

        assertThat(dueMessages()).containsExactly(status(pull(1), StatusState.SUCCESS));
    }

    @Test
    void aStatusThatTheHostDidNotTakeIsSentAgain() {
        put(status(pull(1), StatusState.SUCCESS));
        store().outbox().dead(only(), "no such commit");

        put(status(pull(1), StatusState.SUCCESS));

        assertThat(dueMessages()).containsExactly(status(pull(1), StatusState.SUCCESS));
    }

    @Test
    void aReplyAndAReactionAreSentAsOftenAsTheyAreGiven() {
        Message react = new Message.React(new CommentRef(pull(1), "c1"), Reaction.EYES);
        put(reply(pull(1), "r1"), react);
        due().forEach(letter -> store().outbox().sent(letter, Optional.empty()));

        put(reply(pull(1), "r1"), react);

        assertThat(dueMessages()).containsExactly(reply(pull(1), "r1"), react);
    }

    @Test
    void whatFailedIsTriedAgainWhenItsTimeHasCome() {
        put(reply(pull(1), "r1"));
        later(only(), false);

        assertThat(due()).isEmpty();
        assertThat(store().outbox().next()).contains(clock.in(WAIT));
        clock.pass(WAIT);
        Letter second = only();
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.uncertain()).isFalse();
    }

    @Test
    void whatIsTriedLaterHoldsUpNothingElseOfItsPullRequest() {
        put(reply(pull(1), "r1"), reply(pull(1), "r2"));
        List<Letter> both = due();
        later(both.getFirst(), false);
        store().outbox().sent(both.getLast(), Optional.empty());
        put(reply(pull(1), "r3"));

        assertThat(dueMessages()).containsExactly(reply(pull(1), "r3"));
    }

    @Test
    void whatMayHaveArrivedStaysUncertainUntilItHas() {
        put(reply(pull(1), "r1"));
        later(only(), true);
        clock.pass(WAIT);
        Letter second = only();
        assertThat(second.uncertain()).isTrue();

        later(second, false);
        clock.pass(WAIT);
        assertThat(only().uncertain()).isTrue();
    }

    @Test
    void whatFailedIsDroppedWhenANewerOneOfItsKeyWaits() {
        put(summary(pull(1), "old"));
        Letter old = only();
        put(summary(pull(1), "new"));

        later(old, false);

        Letter fresh = only();
        assertThat(fresh.message()).isEqualTo(summary(pull(1), "new"));
        assertThat(fresh.attempt()).isEqualTo(1);
        assertThat(fresh.uncertain()).isFalse();
        clock.pass(WAIT);
        assertThat(due()).isEmpty();
    }

    @Test
    void aSummaryThatMayHaveArrivedMakesTheNewerOneThatWaitsUncertain() {
        put(summary(pull(1), "old"));
        Letter old = only();
        put(summary(pull(1), "new"));

        later(old, true);

        assertThat(only().uncertain()).isTrue();
    }

    @Test
    void aSummaryThatMayHaveArrivedMakesTheOneThatReplacesItUncertain() {
        put(summary(pull(1), "old"));
        later(only(), true);

        put(summary(pull(1), "new"));

        Letter fresh = only();
        assertThat(fresh.message()).isEqualTo(summary(pull(1), "new"));
        assertThat(fresh.uncertain()).isTrue();
    }

    @Test
    void whatTheHostWillNeverTakeIsNotSentAgain() {
        put(reply(pull(1), "r1"));

        store().outbox().dead(only(), "too long");

        clock.pass(Duration.ofDays(1));
        assertThat(due()).isEmpty();
        assertThat(store().outbox().next()).isEmpty();
    }

    @Test
    void whatTheHostWillNeverTakeMakesWayForTheNextOfItsKey() {
        put(summary(pull(1), "too long"));
        Letter old = only();
        put(summary(pull(1), "new"));

        store().outbox().dead(old, "too long");

        assertThat(dueMessages()).containsExactly(summary(pull(1), "new"));
    }

    @Test
    void aSummaryThatArrivedIsEditedFromThenOn() {
        put(summary(pull(1), "old"));
        store().outbox().sent(only(), posted(pull(1), "c1"));
        put(summary(pull(1), "new"));

        assertThat(only().summaryId()).contains("c1");
        assertThat(store().boards().board(pull(1)).summaryId()).contains("c1");
        put(summary(pull(11), "new"));
        assertThat(only().summaryId()).isEmpty();
    }

    @Test
    void theSummarysIdIsKnownToOneThatWaitedMeanwhile() {
        put(summary(pull(1), "old"));
        Letter old = only();
        put(summary(pull(1), "new"));

        store().outbox().sent(old, posted(pull(1), "c1"));

        assertThat(only().summaryId()).contains("c1");
    }

    @Test
    void aReplysIdIsNotTheSummarys() {
        put(reply(pull(1), "r1"));

        store().outbox().sent(only(), posted(pull(1), "c9"));

        assertThat(store().boards().board(pull(1)).summaryId()).isEmpty();
    }

    @Test
    void aPlanIsPublishedByTheSummaryThatShowsIt() {
        Lease lease = lease();
        store().boards()
                .put(
                        lease,
                        pull(1),
                        planned(NETWORK, new PlanId("a"), lease.job().id(), clock.instant()));
        store().boards()
                .put(
                        lease,
                        pull(1),
                        planned(NETWORKS, new PlanId("b"), lease.job().id(), clock.instant()));
        put(summary(pull(1), "body", new PlanId("a")));
        Letter letter = only();
        clock.pass(Duration.ofSeconds(3));

        store().outbox().sent(letter, posted(pull(1), "c1"));

        assertThat(published(NETWORK)).contains(new Publication(HOST_TIME, clock.instant()));
        assertThat(published(NETWORKS)).isEmpty();
    }

    @Test
    void aPlanIsPublishedOnce() {
        Lease lease = lease();
        store().boards()
                .put(
                        lease,
                        pull(1),
                        planned(NETWORK, new PlanId("a"), lease.job().id(), clock.instant()));
        put(summary(pull(1), "body", new PlanId("a")));
        store().outbox().sent(only(), posted(pull(1), "c1"));
        Optional<Publication> first = published(NETWORK);
        clock.pass(Duration.ofSeconds(3));
        put(summary(pull(1), "body again", new PlanId("a")));

        store().outbox().sent(only(), posted(pull(1), "c1"));

        assertThat(published(NETWORK)).isEqualTo(first);
    }

    @Test
    void onlyTheVersionThatWasSentPublishes() {
        Lease lease = lease();
        store().boards()
                .put(
                        lease,
                        pull(1),
                        planned(NETWORK, new PlanId("a"), lease.job().id(), clock.instant()));
        put(summary(pull(1), "without it"));
        Letter old = only();
        put(summary(pull(1), "with it", new PlanId("a")));

        store().outbox().sent(old, posted(pull(1), "c1"));

        assertThat(published(NETWORK)).isEmpty();
    }

    @Test
    void aPlanOfAnotherPullRequestIsNotPublished() {
        Lease lease = lease();
        store().boards()
                .put(
                        lease,
                        pull(1),
                        planned(NETWORK, new PlanId("a"), lease.job().id(), clock.instant()));
        put(summary(pull(2), "body", new PlanId("a")));

        store().outbox().sent(only(), posted(pull(2), "c1"));

        assertThat(published(NETWORK)).isEmpty();
    }

    @Test
    void theNextIsTheEarliestThatWaits() {
        assertThat(store().outbox().next()).isEmpty();
        store().outbox().put(List.of(reply(pull(1), "r1")), clock.in(WAIT));
        store().outbox().put(List.of(reply(pull(1), "r2")), clock.in(WAIT.minusSeconds(1)));

        assertThat(store().outbox().next()).contains(clock.in(WAIT.minusSeconds(1)));
    }

    @Test
    void ofOneHundredLettersEachIsHandedOutOnceToEightThreads() throws InterruptedException, ExecutionException {
        put(IntStream.range(0, 100)
                .<Message>mapToObj(nth -> reply(pull(nth + 1), "r" + nth))
                .toArray(Message[]::new));

        List<List<Letter>> handed = Race.of(IntStream.range(0, 8)
                .<Callable<List<Letter>>>mapToObj(nth -> () -> store().outbox().due(clock.instant(), 20))
                .toList());

        assertThat(handed.stream().flatMap(List::stream).map(Letter::id))
                .hasSize(100)
                .doesNotHaveDuplicates();
    }
}
