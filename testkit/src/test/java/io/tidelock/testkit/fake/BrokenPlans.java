package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.ProjectKey;
import java.util.List;
import java.util.Optional;

/** Plans that are wrong in one way each. */
final class BrokenPlans {
    private BrokenPlans() {}

    static List<Broken> all() {
        return List.of(
                Broken.in("a plan of another head", shelf -> new FakePlans(shelf) {
                    @Override
                    public void keep(Lease lease, StoredPlan plan) {
                        synchronized (shelf) {
                            shelf.held(lease);
                            shelf.plans.putIfAbsent(new Shelf.OfPull(plan.pull(), plan.key()), plan);
                        }
                    }
                }),
                Broken.in("a plan that is found under its successor's name", shelf -> new FakePlans(shelf) {
                    @Override
                    public Optional<StoredPlan> plan(PlanId id) {
                        return super.plan(id)
                                .or(() -> shelf.plans.values().stream()
                                        .filter(plan -> plan.id().value().startsWith(id.value()))
                                        .findFirst());
                    }
                }),
                Broken.in("one plan a pull request", shelf -> new FakePlans(shelf) {
                    @Override
                    public void keep(Lease lease, StoredPlan plan) {
                        synchronized (shelf) {
                            super.drop(lease, plan.pull());
                            super.keep(lease, plan);
                        }
                    }
                }),
                Broken.in("dropping by number alone", shelf -> new FakePlans(shelf) {
                    @Override
                    public void drop(Lease lease, PullRef pull) {
                        synchronized (shelf) {
                            shelf.held(lease);
                            shelf.plans.keySet().removeIf(place -> place.pull().number() == pull.number());
                        }
                    }
                }),
                Broken.in("dropping by a prefix of the repository", shelf -> new FakePlans(shelf) {
                    @Override
                    public void drop(Lease lease, PullRef pull) {
                        synchronized (shelf) {
                            shelf.held(lease);
                            shelf.plans
                                    .keySet()
                                    .removeIf(place -> place.pull().toString().startsWith(pull.toString()));
                        }
                    }
                }),
                Broken.in("dropping every workspace of a directory", shelf -> new FakePlans(shelf) {
                    @Override
                    public void drop(Lease lease, PullRef pull, ProjectKey key) {
                        synchronized (shelf) {
                            shelf.held(lease);
                            shelf.plans
                                    .keySet()
                                    .removeIf(place -> place.pull().equals(pull)
                                            && place.key().dir().equals(key.dir()));
                        }
                    }
                }),
                Broken.in("a plan without its fingerprint", shelf -> new FakePlans(shelf) {
                    @Override
                    public Optional<StoredPlan> plan(PlanId id) {
                        return super.plan(id).map(BrokenPlans::withoutFingerprint);
                    }
                }),
                Broken.fenceless());
    }

    private static StoredPlan withoutFingerprint(StoredPlan plan) {
        return new StoredPlan(
                plan.id(),
                plan.pull(),
                plan.key(),
                plan.heads(),
                plan.commit(),
                plan.inputs(),
                plan.extraArgs(),
                PlanFingerprint.unknown("lost"),
                plan.file());
    }
}
