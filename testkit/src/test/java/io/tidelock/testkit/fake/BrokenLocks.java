package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.project.ProjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Locks that are wrong in one way each. */
final class BrokenLocks {
    private BrokenLocks() {}

    static List<Broken> all() {
        return List.of(
                Broken.in("a lock that everybody gets", shelf -> new FakeLocks(shelf) {
                    @Override
                    public Optional<Lock> take(Lease lease, PullRef pull, ProjectKey key, Instant at) {
                        super.take(lease, pull, key, at);
                        return Optional.empty();
                    }
                }),
                Broken.in("a lock without a holder", shelf -> new FakeLocks(shelf) {
                    @Override
                    public Optional<Lock> take(Lease lease, PullRef pull, ProjectKey key, Instant at) {
                        return super.take(lease, pull, key, at).map(lock -> new Lock(pull, key, lock.at()));
                    }
                }),
                Broken.in("a lock that the last one takes away", shelf -> new FakeLocks(shelf) {
                    @Override
                    public Optional<Lock> take(Lease lease, PullRef pull, ProjectKey key, Instant at) {
                        synchronized (shelf) {
                            shelf.held(lease);
                            shelf.locks.put(new Shelf.OfRepo(pull.repo(), key), new Lock(pull, key, at));
                            return Optional.empty();
                        }
                    }
                }),
                Broken.in("a lock by directory alone", shelf -> new FakeLocks(shelf) {
                    @Override
                    public Optional<Lock> take(Lease lease, PullRef pull, ProjectKey key, Instant at) {
                        return super.take(lease, pull, ProjectKey.at(key.dir()), at);
                    }
                }),
                Broken.in("freeing by a prefix", shelf -> new FakeLocks(shelf) {
                    @Override
                    public List<Lock> free(Lease lease, PullRef pull) {
                        synchronized (shelf) {
                            shelf.held(lease);
                            List<Lock> freed = all().stream()
                                    .filter(lock -> lock.holder().toString().startsWith(pull.toString()))
                                    .toList();
                            shelf.locks.values().removeAll(freed);
                            return freed;
                        }
                    }
                }),
                Broken.in("freeing by number in any repository of that prefix", shelf -> new FakeLocks(shelf) {
                    @Override
                    public List<Lock> free(Lease lease, PullRef pull) {
                        synchronized (shelf) {
                            shelf.held(lease);
                            List<Lock> freed = all().stream()
                                    .filter(lock -> lock.holder().number() == pull.number()
                                            && lock.holder()
                                                    .repo()
                                                    .path()
                                                    .startsWith(pull.repo().path()))
                                    .toList();
                            shelf.locks.values().removeAll(freed);
                            return freed;
                        }
                    }
                }),
                Broken.in("freeing another's lock", shelf -> new FakeLocks(shelf) {
                    @Override
                    public void free(Lease lease, PullRef pull, ProjectKey key) {
                        synchronized (shelf) {
                            shelf.held(lease);
                            shelf.locks.remove(new Shelf.OfRepo(pull.repo(), key));
                        }
                    }
                }),
                Broken.in("a lock that is free although somebody waits", shelf -> new FakeLocks(shelf) {
                    @Override
                    void release(PullRef pull, ProjectKey key) {
                        shelf.locks
                                .values()
                                .removeIf(lock ->
                                        lock.holder().equals(pull) && lock.key().equals(key));
                    }
                }),
                Broken.in("a line in which nobody is told", shelf -> new FakeLocks(shelf) {
                    @Override
                    void tell(PullRef pull) {}
                }),
                Broken.in("a line whose last is first", shelf -> new FakeLocks(shelf) {
                    @Override
                    Wait stand(Lock lock, PullRef pull, ProjectKey key, Instant at) {
                        Wait wait = super.stand(lock, pull, key, at);
                        shelf.lines.add(0, shelf.lines.removeLast());
                        return wait;
                    }
                }),
                Broken.in("a line in which one may stand twice", shelf -> new FakeLocks(shelf) {
                    @Override
                    Wait stand(Lock lock, PullRef pull, ProjectKey key, Instant at) {
                        shelf.lines.add(new Lock(pull, key, at));
                        return new Wait(lock.holder(), shelf.lines.size());
                    }
                }),
                Broken.in("a line that is never left", shelf -> new FakeLocks(shelf) {
                    @Override
                    public List<Lock> free(Lease lease, PullRef pull) {
                        synchronized (shelf) {
                            List<Lock> lines = List.copyOf(shelf.lines);
                            List<Lock> freed = super.free(lease, pull);
                            lines.stream()
                                    .filter(wait -> wait.holder().equals(pull))
                                    .forEach(shelf.lines::add);
                            return freed;
                        }
                    }
                }),
                Broken.in("a promise for each lock", shelf -> new FakeLocks(shelf) {
                    @Override
                    void tell(PullRef pull) {
                        shelf.promise(new Work.LockFreed(pull), shelf.now());
                    }
                }),
                Broken.fenceless());
    }
}
