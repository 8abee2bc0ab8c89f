package io.tidelock.testkit.contract;

import static io.tidelock.testkit.contract.Sample.NETWORK;
import static io.tidelock.testkit.contract.Sample.NETWORKS;
import static io.tidelock.testkit.contract.Sample.NETWORK_STAGING;
import static io.tidelock.testkit.contract.Sample.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Locks.Lock;
import io.tidelock.core.port.store.Locks.Wait;
import io.tidelock.core.project.ProjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code Locks} promises. */
public abstract class LocksContract extends StoreContract {
    private Optional<Lock> take(Lease lease, PullRef pull, ProjectKey key) {
        return store().locks().take(lease, pull, key, clock.instant());
    }

    @Test
    void aFreeProjectIsTaken() {
        Lease lease = lease();

        assertThat(take(lease, pull(1), NETWORK)).isEmpty();

        assertThat(store().locks().all()).containsExactly(new Lock(pull(1), NETWORK, clock.instant()));
    }

    @Test
    void aTakenProjectIsRefusedToAnotherPullRequestWithItsHolder() {
        Lease lease = lease();
        Instant first = clock.instant();
        take(lease, pull(1), NETWORK);
        clock.pass(Duration.ofSeconds(5));

        assertThat(take(lease, pull(2), NETWORK)).contains(new Lock(pull(1), NETWORK, first));
        assertThat(store().locks().all()).containsExactly(new Lock(pull(1), NETWORK, first));
    }

    @Test
    void takingALockTwiceIsHarmless() {
        Lease lease = lease();
        Instant first = clock.instant();
        take(lease, pull(1), NETWORK);
        clock.pass(Duration.ofSeconds(5));

        assertThat(take(lease, pull(1), NETWORK)).isEmpty();
        assertThat(store().locks().all()).containsExactly(new Lock(pull(1), NETWORK, first));
    }

    @Test
    void otherProjectsAndOtherRepositoriesAreFree() {
        Lease lease = lease();
        take(lease, pull(1), NETWORK);

        assertThat(take(lease, pull(2), NETWORK_STAGING)).isEmpty();
        assertThat(take(lease, pull(2), NETWORKS)).isEmpty();
        assertThat(take(lease, new PullRef(Sample.INFRA_PROD, 1), NETWORK)).isEmpty();
        assertThat(take(lease, new PullRef(Sample.INFRA_ELSEWHERE, 1), NETWORK)).isEmpty();
        assertThat(store().locks().all()).hasSize(5);
    }

    @Test
    void aFreedProjectMayBeTakenByAnother() {
        Lease lease = lease();
        take(lease, pull(1), NETWORK);
        take(lease, pull(1), NETWORK_STAGING);

        store().locks().free(lease, pull(1), NETWORK);

        assertThat(take(lease, pull(2), NETWORK)).isEmpty();
        assertThat(take(lease, pull(2), NETWORK_STAGING)).isPresent();
    }

    @Test
    void aLockIsFreedByItsHolderOnly() {
        Lease lease = lease();
        take(lease, pull(1), NETWORK);

        store().locks().free(lease, pull(2), NETWORK);

        assertThat(take(lease, pull(2), NETWORK)).isPresent();
    }

    @Test
    void freeingAPullRequestFreesExactlyItsLocks() {
        Lease lease = lease();
        PullRef prod = new PullRef(Sample.INFRA_PROD, 1);
        PullRef elsewhere = new PullRef(Sample.INFRA_ELSEWHERE, 1);
        take(lease, pull(1), NETWORK);
        take(lease, pull(1), NETWORK_STAGING);
        take(lease, pull(11), NETWORKS);
        take(lease, prod, NETWORK);
        take(lease, elsewhere, NETWORK);

        List<Lock> freed = store().locks().free(lease, pull(1));

        assertThat(freed)
                .containsExactlyInAnyOrder(
                        new Lock(pull(1), NETWORK, clock.instant()),
                        new Lock(pull(1), NETWORK_STAGING, clock.instant()));
        assertThat(store().locks().all()).extracting(Lock::holder).containsExactlyInAnyOrder(pull(11), prod, elsewhere);
    }

    @Test
    void freeingNothingSaysSo() {
        assertThat(store().locks().free(lease(), pull(1))).isEmpty();
    }

    @Test
    void aLostLeaseTakesAndFreesNothing() {
        Lease lease = lease();
        take(lease, pull(1), NETWORK);

        refusedWhenLost(lost -> take(lost, pull(1), NETWORKS));
        refusedWhenLost(lost -> takeAll(lost, pull(1), NETWORKS));
        refusedWhenLost(lost -> store().locks().free(lost, pull(1), NETWORK));
        refusedWhenLost(lost -> store().locks().free(lost, pull(1)));

        assertThat(store().locks().all()).extracting(Lock::key).containsExactly(NETWORK);
    }

    private Map<ProjectKey, Wait> takeAll(Lease lease, PullRef pull, ProjectKey... keys) {
        return store().locks().take(lease, pull, List.of(keys), clock.instant());
    }

    private List<PullRef> told() {
        return store().jobs().open().stream()
                .map(Job::work)
                .filter(Work.LockFreed.class::isInstance)
                .map(work -> ((Work.LockFreed) work).pull())
                .toList();
    }

    @Test
    void whatIsFreeIsTakenAndTheRestIsWaitedFor() {
        Lease lease = lease();
        take(lease, pull(1), NETWORK);

        assertThat(takeAll(lease, pull(2), NETWORK, NETWORKS)).isEqualTo(Map.of(NETWORK, new Wait(pull(1), 1)));
        assertThat(takeAll(lease, pull(3), NETWORK)).isEqualTo(Map.of(NETWORK, new Wait(pull(1), 2)));
        assertThat(takeAll(lease, pull(2), NETWORK)).isEqualTo(Map.of(NETWORK, new Wait(pull(1), 1)));
        assertThat(takeAll(lease, pull(1), NETWORK)).isEmpty();

        assertThat(store().locks().all()).extracting(Lock::holder).containsExactlyInAnyOrder(pull(1), pull(2));
        assertThat(store().locks().waiting()).extracting(Lock::holder).containsExactly(pull(2), pull(3));
        assertThat(told()).isEmpty();
    }

    @Test
    void aFreedLockGoesToTheFirstInLineAndEverybodyThereIsTold() {
        Lease lease = lease();
        take(lease, pull(1), NETWORK);
        takeAll(lease, pull(2), NETWORK);
        takeAll(lease, pull(3), NETWORK);

        store().locks().free(lease, pull(1), NETWORK);

        assertThat(store().locks().all()).extracting(Lock::holder).containsExactly(pull(2));
        assertThat(store().locks().waiting()).extracting(Lock::holder).containsExactly(pull(3));
        assertThat(told()).containsExactlyInAnyOrder(pull(2), pull(3));
        assertThat(takeAll(lease, pull(2), NETWORK)).isEmpty();
        assertThat(takeAll(lease, pull(3), NETWORK)).isEqualTo(Map.of(NETWORK, new Wait(pull(2), 1)));
    }

    @Test
    void freeingAPullRequestHandsOnAllItsLocksAndTellsEachWaitingOneOnce() {
        Lease lease = lease();
        takeAll(lease, pull(1), NETWORK, NETWORKS, NETWORK_STAGING);
        takeAll(lease, pull(2), NETWORK, NETWORKS);
        takeAll(lease, pull(3), NETWORKS, NETWORK_STAGING);

        store().locks().free(lease, pull(1));

        assertThat(store().locks().all())
                .extracting(lock -> lock.key() + " " + lock.holder().number())
                .containsExactlyInAnyOrder(NETWORK + " 2", NETWORKS + " 2", NETWORK_STAGING + " 3");
        assertThat(told()).containsExactlyInAnyOrder(pull(2), pull(3));
    }

    @Test
    void whoLeavesALineLetsTheOthersMoveUp() {
        Lease lease = lease();
        take(lease, pull(1), NETWORK);
        takeAll(lease, pull(2), NETWORK);
        takeAll(lease, pull(3), NETWORK);

        assertThat(store().locks().free(lease, pull(2))).isEmpty();

        assertThat(store().locks().waiting()).extracting(Lock::holder).containsExactly(pull(3));
        assertThat(told()).containsExactly(pull(3));
        store().locks().free(lease, pull(3), NETWORK);
        assertThat(store().locks().waiting()).isEmpty();
        store().locks().free(lease, pull(1), NETWORK);
        assertThat(store().locks().all()).isEmpty();
    }

    @Test
    void linesOfOtherRepositoriesAreOthers() {
        Lease lease = lease();
        PullRef prod = new PullRef(Sample.INFRA_PROD, 2);
        take(lease, pull(1), NETWORK);
        take(lease, new PullRef(Sample.INFRA_PROD, 1), NETWORK);
        takeAll(lease, prod, NETWORK);
        takeAll(lease, pull(2), NETWORK);

        store().locks().free(lease, pull(1));

        assertThat(told()).containsExactly(pull(2));
        assertThat(store().locks().waiting()).extracting(Lock::holder).containsExactly(prod);
    }

    @Test
    void ofManyThatNeedTwoProjectsNobodyGetsOnlyOne() throws InterruptedException, ExecutionException {
        Lease lease = lease();

        List<Map<ProjectKey, Wait>> answers = Race.of(IntStream.rangeClosed(1, 200)
                .<Callable<Map<ProjectKey, Wait>>>mapToObj(
                        number -> () -> takeAll(lease, pull(number), NETWORK, NETWORKS))
                .toList());

        assertThat(answers).filteredOn(Map::isEmpty).hasSize(1);
        assertThat(answers).filteredOn(waits -> waits.size() == 2).hasSize(199);
        assertThat(answers.stream()
                        .flatMap(waits -> waits.values().stream())
                        .map(Wait::place)
                        .sorted()
                        .toList())
                .isEqualTo(IntStream.rangeClosed(1, 199)
                        .flatMap(place -> IntStream.of(place, place))
                        .boxed()
                        .toList());
    }

    @Test
    void ofOneThousandThatRaceForALockOneWins() throws InterruptedException, ExecutionException {
        Lease lease = lease();

        List<Optional<Lock>> answers = Race.of(IntStream.rangeClosed(1, 1000)
                .<Callable<Optional<Lock>>>mapToObj(number -> () -> take(lease, pull(number), NETWORK))
                .toList());

        assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
        PullRef winner = pull(answers.indexOf(Optional.empty()) + 1);
        assertThat(store().locks().all()).extracting(Lock::holder).containsExactly(winner);
        assertThat(answers.stream().flatMap(Optional::stream).map(Lock::holder).distinct())
                .containsExactly(winner);
    }
}
