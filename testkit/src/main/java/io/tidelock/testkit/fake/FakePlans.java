package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.port.store.Plans;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.ProjectKey;
import java.util.Optional;

/** Plans in memory. */
public class FakePlans implements Plans {
    final Shelf shelf;

    FakePlans(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public void keep(Lease lease, StoredPlan plan) {
        synchronized (shelf) {
            shelf.held(lease);
            shelf.plans.put(new Shelf.OfPull(plan.pull(), plan.key()), copy(plan));
        }
    }

    @Override
    public Optional<StoredPlan> plan(PlanId id) {
        synchronized (shelf) {
            return shelf.plans.values().stream()
                    .filter(plan -> plan.id().equals(id))
                    .findFirst()
                    .map(FakePlans::copy);
        }
    }

    @Override
    public void drop(Lease lease, PullRef pull, ProjectKey key) {
        synchronized (shelf) {
            shelf.held(lease);
            shelf.plans.remove(new Shelf.OfPull(pull, key));
        }
    }

    @Override
    public void drop(Lease lease, PullRef pull) {
        synchronized (shelf) {
            shelf.held(lease);
            shelf.plans.keySet().removeIf(place -> place.pull().equals(pull));
        }
    }

    private static StoredPlan copy(StoredPlan plan) {
        return new StoredPlan(
                plan.id(),
                plan.pull(),
                plan.key(),
                plan.heads(),
                plan.commit(),
                plan.inputs(),
                plan.extraArgs(),
                plan.fingerprint(),
                plan.file().clone());
    }
}
