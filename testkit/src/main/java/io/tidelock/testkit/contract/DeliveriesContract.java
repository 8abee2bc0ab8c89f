package io.tidelock.testkit.contract;

import static io.tidelock.testkit.contract.Sample.arrival;
import static io.tidelock.testkit.contract.Sample.autoPlan;
import static io.tidelock.testkit.contract.Sample.ignored;
import static io.tidelock.testkit.contract.Sample.plan;
import static io.tidelock.testkit.contract.Sample.pull;
import static io.tidelock.testkit.contract.Sample.sha;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Deliveries.Arrival;
import io.tidelock.core.port.store.Deliveries.Receipt;
import io.tidelock.core.port.store.Deliveries.Record;
import io.tidelock.core.port.store.Jobs.Claim;
import io.tidelock.core.port.store.Repositories;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code Deliveries} promises. */
public abstract class DeliveriesContract extends StoreContract {
    private static final Work RECHECK = new Work.AutoPlan(pull(1), sha(1), true);

    private Receipt keep(Arrival arrival) {
        return store().deliveries().keep(arrival);
    }

    private Receipt keep(String id, Work work) {
        return keep(arrival(id, clock.instant(), work));
    }

    private List<Work> openWork() {
        return store().jobs().open().stream().map(Job::work).toList();
    }

    @Test
    void aNewDeliveryMakesItsPromise() {
        Receipt receipt = keep("d1", autoPlan(pull(1), 1));

        assertThat(receipt.seenBefore()).isFalse();
        assertThat(store().jobs().open())
                .containsExactly(new Job(receipt.job().orElseThrow(), autoPlan(pull(1), 1), clock.instant(), 0));
        assertThat(receipt.stopping()).isEmpty();
        assertThat(receipt.superseded()).isEmpty();
    }

    @Test
    void aDeliveryWithoutWorkIsRememberedWithItsReason() {
        Receipt receipt = keep(ignored("d1", clock.instant()));

        assertThat(receipt.job()).isEmpty();
        assertThat(store().jobs().open()).isEmpty();
        DeliveryId id = new DeliveryId("github.com", "d1");
        assertThat(store().deliveries().find(id))
                .contains(new Record(id, "star", "of no interest", clock.instant(), 1));
    }

    @Test
    void aDeliveryNobodySentIsNotFound() {
        keep("d1", autoPlan(pull(1), 1));

        assertThat(store().deliveries().find(new DeliveryId("github.com", "d"))).isEmpty();
        assertThat(store().deliveries().find(new DeliveryId("gitlab.example.com", "d1")))
                .isEmpty();
    }

    @Test
    void aDeliverySeenBeforeOnlyCountsUp() {
        Instant first = clock.instant();
        keep("d1", autoPlan(pull(1), 1));
        clock.pass(Duration.ofMinutes(1));

        Receipt second = keep("d1", autoPlan(pull(1), 1));

        assertThat(second.seenBefore()).isTrue();
        assertThat(second.job()).isEmpty();
        assertThat(store().jobs().open()).hasSize(1);
        DeliveryId id = new DeliveryId("github.com", "d1");
        assertThat(store().deliveries().find(id)).contains(new Record(id, "pull_request", "plan", first, 2));
    }

    @Test
    void aCommentDeliveredTwiceIsObeyedOnceAlsoAfterItsJobEnded() {
        keep("d1", plan(pull(1)));
        finish(leased());

        keep("d1", plan(pull(1)));

        assertThat(store().jobs().open()).isEmpty();
    }

    @Test
    void aCommentThatArrivesByAnotherDeliveryIsObeyedOnce() {
        keep("d1", plan(pull(1)));

        Receipt other = keep("d2", plan(pull(1)));

        assertThat(other.seenBefore()).isTrue();
        assertThat(other.job()).isEmpty();
        assertThat(store().jobs().open()).hasSize(1);
        assertThat(store().deliveries().find(new DeliveryId("github.com", "d2")).map(Record::verdict))
                .contains("heard before: plan");
        finish(leased());
        assertThat(keep("d3", plan(pull(1))).job()).isEmpty();
    }

    @Test
    void aCommentIsHeardOnceItHasLedToWork() {
        keep("d1", plan(pull(1)));
        keep("d2", autoPlan(pull(2), 1));

        assertThat(store().deliveries().heard(Sample.order(pull(1)).comment())).isTrue();
        assertThat(store().deliveries().heard(Sample.order(pull(2)).comment())).isFalse();
        assertThat(store().deliveries()
                        .heard(Sample.order(new PullRef(Sample.INFRA_PROD, 1)).comment()))
                .isFalse();
    }

    @Test
    void anotherCommentOnTheSamePullRequestIsObeyedToo() {
        keep("d1", new Work.Version(Sample.order(pull(1), "c-1")));

        assertThat(keep("d2", new Work.Version(Sample.order(pull(1), "c-2"))).job())
                .isPresent();
    }

    @Test
    void commentsOfTheSameIdElsewhereAreOtherComments() {
        keep("d1", plan(pull(1)));
        keep("d2", plan(new PullRef(Sample.INFRA_PROD, 1)));
        keep("d3", plan(new PullRef(Sample.INFRA_ELSEWHERE, 1)));

        assertThat(store().jobs().open()).hasSize(3);
    }

    @Test
    void aCommentThatArrivesByManyDeliveriesAtOnceIsObeyedOnce() throws InterruptedException, ExecutionException {
        List<Receipt> receipts = Race.of(IntStream.range(0, 8)
                .<java.util.concurrent.Callable<Receipt>>mapToObj(nth -> () -> keep("d" + nth, plan(pull(1))))
                .toList());

        assertThat(receipts).filteredOn(receipt -> receipt.job().isPresent()).hasSize(1);
        assertThat(store().jobs().open()).hasSize(1);
    }

    @Test
    void aRepositoryIsKnownFromTheFirstDeliveryThatIsAboutIt() {
        Instant first = clock.instant();
        keep(Sample.about(Sample.INFRA_PROD, "d1", first));
        clock.pass(Duration.ofMinutes(1));
        keep(Sample.about(Sample.INFRA, "d2", clock.instant()));
        keep(Sample.about(Sample.INFRA_PROD, "d1", clock.instant()));
        keep(Sample.about(Sample.INFRA_PROD, "d3", clock.instant()));

        assertThat(store().repositories().all())
                .containsExactly(
                        new Repositories.Known(Sample.INFRA_PROD, first, Optional.empty()),
                        new Repositories.Known(Sample.INFRA, clock.instant(), Optional.empty()));
    }

    @Test
    void aRepositoryThatIsNotOursStaysUnknown() {
        keep(ignored("d1", clock.instant()));

        assertThat(store().repositories().all()).isEmpty();
    }

    @Test
    void theOtherWorkIsDoneWhenTheFirstJobHasEnded() {
        keep("d1", autoPlan(pull(1), 1));
        finish(leased());

        Receipt again = keep(arrival("d1", clock.instant(), autoPlan(pull(1), 1), RECHECK));

        assertThat(again.seenBefore()).isTrue();
        assertThat(again.job()).isPresent();
        assertThat(openWork()).containsExactly(RECHECK);
    }

    @Test
    void theOtherWorkIsNotDoneWhileTheFirstJobWaits() {
        keep("d1", autoPlan(pull(1), 1));

        Receipt again = keep(arrival("d1", clock.instant(), autoPlan(pull(1), 1), RECHECK));

        assertThat(again.job()).isEmpty();
        assertThat(openWork()).containsExactly(autoPlan(pull(1), 1));
    }

    @Test
    void theOtherWorkIsNotDoneWhileTheFirstJobRuns() {
        keep("d1", autoPlan(pull(1), 1));
        claimed();

        assertThat(keep(arrival("d1", clock.instant(), autoPlan(pull(1), 1), RECHECK))
                        .job())
                .isEmpty();
    }

    @Test
    void theOtherWorkIsNotPiledUp() {
        keep("d1", autoPlan(pull(1), 1));
        finish(leased());
        keep(arrival("d1", clock.instant(), autoPlan(pull(1), 1), RECHECK));

        keep(arrival("d1", clock.instant(), autoPlan(pull(1), 1), RECHECK));

        assertThat(openWork()).containsExactly(RECHECK);
    }

    @Test
    void theOtherWorkIsDoneForADeliveryThatLedToNothingAtFirst() {
        keep(ignored("d1", clock.instant()));

        assertThat(keep(arrival("d1", clock.instant(), autoPlan(pull(1), 1), RECHECK))
                        .job())
                .isPresent();
        assertThat(openWork()).containsExactly(RECHECK);
    }

    @Test
    void aWaitingJobThatWasNeverBegunIsSupersededByWorkThatReplacesIt() {
        keep("d1", autoPlan(pull(1), 1));

        Receipt second = keep("d2", autoPlan(pull(1), 2));

        assertThat(second.superseded()).containsExactly(autoPlan(pull(1), 1));
        assertThat(second.stopping()).isEmpty();
        assertThat(openWork()).containsExactly(autoPlan(pull(1), 2));
    }

    @Test
    void workThatReplacesNothingSupersedesNothing() {
        keep("d1", autoPlan(pull(1), 1));

        assertThat(keep("d2", plan(pull(1))).superseded()).isEmpty();
        assertThat(openWork()).containsExactly(autoPlan(pull(1), 1), plan(pull(1)));
    }

    @Test
    void strangersAreNotSuperseded() {
        PullRef prod = new PullRef(Sample.INFRA_PROD, 1);
        PullRef elsewhere = new PullRef(Sample.INFRA_ELSEWHERE, 1);
        keep("d1", autoPlan(prod, 1));
        keep("d2", autoPlan(elsewhere, 1));
        keep("d3", autoPlan(pull(11), 1));

        Receipt receipt = keep("d4", autoPlan(pull(1), 2));

        assertThat(receipt.superseded()).isEmpty();
        assertThat(openWork()).hasSize(4);
    }

    @Test
    void aRunningJobIsToldToStopByWorkThatReplacesIt() {
        keep("d1", autoPlan(pull(1), 1));
        Claim running = claimed();

        Receipt second = keep("d2", autoPlan(pull(1), 2));

        assertThat(second.stopping()).containsExactly(running.job().id());
        assertThat(second.superseded()).isEmpty();
        assertThat(store().jobs().beat(running.job().id(), running.fence(), clock.in(LEASE)))
                .contains(Stopped.Reason.SUPERSEDED);
    }

    @Test
    void aRunningJobIsNotToldToStopByAStranger() {
        keep("d1", autoPlan(pull(1), 1));
        Claim running = claimed();

        assertThat(keep("d2", autoPlan(new PullRef(Sample.INFRA_PROD, 1), 2)).stopping())
                .isEmpty();
        assertThat(store().jobs().beat(running.job().id(), running.fence(), clock.in(LEASE)))
                .isEmpty();
    }

    @Test
    void aJobThatWasBegunAndGivenBackIsClaimedOnceMoreToSayItsLastWords() {
        keep("d1", autoPlan(pull(1), 1));
        store().jobs().giveBack(leased(), clock.in(Duration.ofHours(1)), "the host is down");

        Receipt second = keep("d2", autoPlan(pull(1), 2));

        assertThat(second.superseded()).isEmpty();
        assertThat(second.stopping()).isEmpty();
        Claim last = claimed();
        assertThat(last.job().work()).isEqualTo(autoPlan(pull(1), 1));
        assertThat(last.stop()).contains(Stopped.Reason.SUPERSEDED);
        finish(HeldLease.of(last));
        assertThat(claimed().job().work()).isEqualTo(autoPlan(pull(1), 2));
    }

    @Test
    void aDeliveryThatArrivesEightTimesAtOnceIsPromisedOnce() throws InterruptedException, ExecutionException {
        List<Receipt> receipts = Race.of(IntStream.range(0, 8)
                .<java.util.concurrent.Callable<Receipt>>mapToObj(nth -> () -> keep("d1", plan(pull(1))))
                .toList());

        assertThat(receipts).filteredOn(receipt -> !receipt.seenBefore()).hasSize(1);
        assertThat(store().jobs().open()).hasSize(1);
        assertThat(store().deliveries().find(new DeliveryId("github.com", "d1")).map(Record::timesSeen))
                .isEqualTo(Optional.of(8));
    }

    @Test
    void deliveriesOfManyThreadsAreAllKept() throws InterruptedException, ExecutionException {
        Race.of(IntStream.range(0, 400)
                .<java.util.concurrent.Callable<Receipt>>mapToObj(nth ->
                        () -> keep("d" + nth, autoPlan(pull(nth + 1), 1)))
                .toList());

        assertThat(store().jobs().open().stream().map(Job::id).distinct()).hasSize(400);
        assertThat(openWork().stream().distinct()).hasSize(400);
    }
}
