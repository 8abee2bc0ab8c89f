package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.project.ProjectKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Locks in memory. */
public class FakeLocks implements Locks {
    final Shelf shelf;

    FakeLocks(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public Optional<Lock> take(Lease lease, PullRef pull, ProjectKey key, Instant at) {
        synchronized (shelf) {
            shelf.held(lease);
            Lock lock = shelf.locks.computeIfAbsent(
                    new Shelf.OfRepo(pull.repo(), key), place -> new Lock(pull, key, Shelf.ms(at)));
            return lock.holder().equals(pull) ? Optional.empty() : Optional.of(lock);
        }
    }

    @Override
    public void free(Lease lease, PullRef pull, ProjectKey key) {
        synchronized (shelf) {
            shelf.held(lease);
            shelf.locks
                    .values()
                    .removeIf(lock -> lock.holder().equals(pull) && lock.key().equals(key));
        }
    }

    @Override
    public List<Lock> free(Lease lease, PullRef pull) {
        synchronized (shelf) {
            shelf.held(lease);
            List<Lock> freed =
                    all().stream().filter(lock -> lock.holder().equals(pull)).toList();
            shelf.locks.values().removeAll(freed);
            return freed;
        }
    }

    @Override
    public List<Lock> all() {
        synchronized (shelf) {
            return shelf.locks.values().stream()
                    .sorted(Comparator.comparing(
                                    (Lock lock) -> lock.holder().repo().host())
                            .thenComparing(lock -> lock.holder().repo().path())
                            .thenComparing(Lock::key))
                    .toList();
        }
    }
}
