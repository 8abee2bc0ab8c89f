package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.project.ProjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

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
    public Map<ProjectKey, Wait> take(Lease lease, PullRef pull, Collection<ProjectKey> keys, Instant at) {
        synchronized (shelf) {
            Map<ProjectKey, Wait> waits = new TreeMap<>();
            for (ProjectKey key : new TreeSet<>(keys)) {
                take(lease, pull, key, at).ifPresent(lock -> waits.put(key, stand(lock, pull, key, at)));
            }
            return waits;
        }
    }

    Wait stand(Lock lock, PullRef pull, ProjectKey key, Instant at) {
        List<Lock> line = line(new Shelf.OfRepo(pull.repo(), key));
        if (line.stream().noneMatch(other -> other.holder().equals(pull))) {
            shelf.lines.add(new Lock(pull, key, Shelf.ms(at)));
        }
        List<PullRef> pulls = line(new Shelf.OfRepo(pull.repo(), key)).stream()
                .map(Lock::holder)
                .toList();
        return new Wait(lock.holder(), pulls.indexOf(pull) + 1);
    }

    private List<Lock> line(Shelf.OfRepo place) {
        return shelf.lines.stream()
                .filter(other -> other.holder().repo().equals(place.repo())
                        && other.key().equals(place.key()))
                .toList();
    }

    @Override
    public void free(Lease lease, PullRef pull, ProjectKey key) {
        synchronized (shelf) {
            shelf.held(lease);
            release(pull, key);
        }
    }

    @Override
    public List<Lock> free(Lease lease, PullRef pull) {
        synchronized (shelf) {
            shelf.held(lease);
            List<Lock> freed =
                    all().stream().filter(lock -> lock.holder().equals(pull)).toList();
            List<Lock> left = shelf.lines.stream()
                    .filter(wait -> wait.holder().equals(pull))
                    .toList();
            freed.forEach(lock -> release(pull, lock.key()));
            left.forEach(wait -> release(pull, wait.key()));
            return freed;
        }
    }

    void release(PullRef pull, ProjectKey key) {
        Shelf.OfRepo place = new Shelf.OfRepo(pull.repo(), key);
        boolean waited = shelf.lines.removeIf(
                wait -> wait.holder().equals(pull) && wait.key().equals(key));
        boolean had = Optional.ofNullable(shelf.locks.get(place))
                .filter(lock -> lock.holder().equals(pull))
                .isPresent();
        List<Lock> line = line(place);
        if (had) {
            shelf.locks.remove(place);
        }
        if (had && !line.isEmpty()) {
            Lock next = line.getFirst();
            shelf.lines.remove(next);
            shelf.locks.put(place, new Lock(next.holder(), key, shelf.now()));
        }
        if (had || waited) {
            line.forEach(wait -> tell(wait.holder()));
        }
    }

    /** One promise is enough for all the lines of a pull request. */
    void tell(PullRef pull) {
        boolean told = shelf.promises.values().stream()
                .anyMatch(promise ->
                        promise.open() && promise.attempt == 0 && promise.work.equals(new Work.LockFreed(pull)));
        if (!told) {
            shelf.promise(new Work.LockFreed(pull), shelf.now());
        }
    }

    @Override
    public List<Lock> all() {
        synchronized (shelf) {
            return shelf.locks.values().stream().sorted(ORDER).toList();
        }
    }

    @Override
    public List<Lock> waiting() {
        synchronized (shelf) {
            List<Lock> waiting = new ArrayList<>(shelf.lines);
            waiting.sort(ORDER);
            return waiting;
        }
    }

    private static final Comparator<Lock> ORDER = Comparator.comparing(
                    (Lock lock) -> lock.holder().repo().host())
            .thenComparing(lock -> lock.holder().repo().path())
            .thenComparing(Lock::key);
}
