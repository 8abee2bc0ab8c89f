package io.tidelock.testkit.contract;

import static io.tidelock.testkit.contract.Sample.NETWORK;
import static io.tidelock.testkit.contract.Sample.NETWORKS;
import static io.tidelock.testkit.contract.Sample.NETWORK_STAGING;
import static io.tidelock.testkit.contract.Sample.pull;
import static io.tidelock.testkit.contract.Sample.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.port.store.StoredPlan;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What {@code Plans} promises. */
public abstract class PlansContract extends StoreContract {
    private void keep(Lease lease, StoredPlan plan) {
        store().plans().keep(lease, plan);
    }

    private void assertKept(StoredPlan plan) {
        StoredPlan found =
                store().plans().plan(plan.id()).orElseThrow(() -> new AssertionError(plan.id() + " is gone"));
        assertThat(found.file()).isEqualTo(plan.file());
        assertThat(found).usingRecursiveComparison().ignoringFields("file").isEqualTo(plan);
    }

    private void assertGone(String id) {
        assertThat(store().plans().plan(new PlanId(id))).isEmpty();
    }

    @Test
    void aPlanComesBackToTheLetter() {
        StoredPlan plan = stored("plan-1", pull(1), NETWORK, 1);

        keep(lease(), plan);

        assertKept(plan);
    }

    @Test
    void aBigPlanAndAnEmptyOneComeBackToTheByte() {
        Lease lease = lease();
        byte[] big = new byte[3_000_000];
        new Random(7).nextBytes(big);
        StoredPlan bigPlan = withFile(stored("plan-1", pull(1), NETWORK, 1), big);
        StoredPlan empty = withFile(stored("plan-2", pull(1), NETWORKS, 1), new byte[0]);
        keep(lease, bigPlan);
        keep(lease, empty);

        assertKept(bigPlan);
        assertKept(empty);
    }

    private static StoredPlan withFile(StoredPlan plan, byte[] file) {
        return new StoredPlan(
                plan.id(),
                plan.pull(),
                plan.key(),
                plan.heads(),
                plan.commit(),
                Map.of(),
                List.of(),
                plan.fingerprint(),
                file);
    }

    @Test
    void aPlanNobodyKeptIsNotFound() {
        keep(lease(), stored("plan-1", pull(1), NETWORK, 1));

        assertGone("plan-");
        assertGone("plan-11");
    }

    @Test
    void aNewPlanTakesThePlaceOfTheProjectsEarlierOne() {
        Lease lease = lease();
        keep(lease, stored("plan-1", pull(1), NETWORK, 1));
        StoredPlan fresh = stored("plan-2", pull(1), NETWORK, 2);

        keep(lease, fresh);

        assertGone("plan-1");
        assertKept(fresh);
    }

    @Test
    void plansOfOtherProjectsAndPullRequestsStay() {
        Lease lease = lease();
        List<StoredPlan> plans = List.of(
                stored("plan-1", pull(1), NETWORK, 1),
                stored("plan-2", pull(1), NETWORK_STAGING, 1),
                stored("plan-3", pull(11), NETWORK, 1),
                stored("plan-4", new PullRef(Sample.INFRA_PROD, 1), NETWORK, 1),
                stored("plan-5", new PullRef(Sample.INFRA_ELSEWHERE, 1), NETWORK, 1));
        plans.forEach(plan -> keep(lease, plan));

        plans.forEach(this::assertKept);
    }

    @Test
    void aDroppedPlanIsGoneAndNoOther() {
        Lease lease = lease();
        StoredPlan staging = stored("plan-2", pull(1), NETWORK_STAGING, 1);
        StoredPlan neighbour = stored("plan-3", pull(1), NETWORKS, 1);
        keep(lease, stored("plan-1", pull(1), NETWORK, 1));
        keep(lease, staging);
        keep(lease, neighbour);

        store().plans().drop(lease, pull(1), NETWORK);

        assertGone("plan-1");
        assertKept(staging);
        assertKept(neighbour);
    }

    @Test
    void droppingAPullRequestDropsExactlyItsPlans() {
        Lease lease = lease();
        StoredPlan eleven = stored("plan-3", pull(11), NETWORK, 1);
        StoredPlan prod = stored("plan-4", new PullRef(Sample.INFRA_PROD, 1), NETWORK, 1);
        StoredPlan elsewhere = stored("plan-5", new PullRef(Sample.INFRA_ELSEWHERE, 1), NETWORK, 1);
        keep(lease, stored("plan-1", pull(1), NETWORK, 1));
        keep(lease, stored("plan-2", pull(1), NETWORK_STAGING, 1));
        keep(lease, eleven);
        keep(lease, prod);
        keep(lease, elsewhere);

        store().plans().drop(lease, pull(1));

        assertGone("plan-1");
        assertGone("plan-2");
        assertKept(eleven);
        assertKept(prod);
        assertKept(elsewhere);
    }

    @Test
    void aPlanRemembersTheHeadsItWasMadeFrom() {
        Lease lease = lease();
        keep(lease, stored("plan-1", pull(1), NETWORK, 1));
        keep(lease, stored("plan-2", pull(2), NETWORK, 2));

        assertThat(store().plans().plan(new PlanId("plan-1")).orElseThrow().heads())
                .isEqualTo(Sample.heads(1));
        assertThat(store().plans().plan(new PlanId("plan-2")).orElseThrow().heads())
                .isEqualTo(Sample.heads(2));
    }

    @Test
    void aPlanKeepsItsFingerprint() {
        Lease lease = lease();
        StoredPlan first = stored("plan-1", pull(1), NETWORK, 1);
        StoredPlan second = stored("plan-2", pull(2), NETWORK, 2);
        keep(lease, first);
        keep(lease, second);

        assertThat(fingerprint("plan-1")).isEqualTo(first.fingerprint());
        assertThat(fingerprint("plan-1").equivalentTo(first.fingerprint())).isTrue();
        assertThat(fingerprint("plan-2")).isEqualTo(second.fingerprint());
    }

    @Test
    void whatCannotBeComparedIsStillNotComparableWhenItComesBack() {
        StoredPlan plan = stored("plan-1", pull(1), NETWORK, 1);
        PlanFingerprint unknown = PlanFingerprint.unknown("nobody looked");
        keep(
                lease(),
                new StoredPlan(
                        plan.id(),
                        plan.pull(),
                        plan.key(),
                        plan.heads(),
                        plan.commit(),
                        plan.inputs(),
                        plan.extraArgs(),
                        unknown,
                        plan.file()));

        assertThat(fingerprint("plan-1")).isEqualTo(unknown);
    }

    private PlanFingerprint fingerprint(String id) {
        return store().plans().plan(new PlanId(id)).orElseThrow().fingerprint();
    }

    @Test
    void aLostLeaseKeepsAndDropsNothing() {
        Lease lease = lease();
        StoredPlan plan = stored("plan-1", pull(1), NETWORK, 1);
        keep(lease, plan);

        refusedWhenLost(lost -> keep(lost, stored("plan-2", pull(1), NETWORK, 2)));
        refusedWhenLost(lost -> store().plans().drop(lost, pull(1), NETWORK));
        refusedWhenLost(lost -> store().plans().drop(lost, pull(1)));

        assertKept(plan);
        assertGone("plan-2");
    }
}
