package io.tidelock.testkit.fake;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.port.store.States;
import io.tidelock.core.project.ProjectKey;
import java.util.Optional;

/** State files in memory. */
public class FakeStates implements States {
    final Shelf shelf;

    FakeStates(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public Optional<byte[]> state(RepoRef repo, ProjectKey key) {
        synchronized (shelf) {
            return Optional.ofNullable(shelf.states.get(place(repo, key))).map(byte[]::clone);
        }
    }

    @Override
    public void keep(Lease lease, RepoRef repo, ProjectKey key, byte[] state) {
        synchronized (shelf) {
            shelf.held(lease);
            shelf.states.put(place(repo, key), state.clone());
        }
    }

    Shelf.StatePlace place(RepoRef repo, ProjectKey key) {
        return new Shelf.StatePlace(repo, key.dir(), key.workspace());
    }
}
