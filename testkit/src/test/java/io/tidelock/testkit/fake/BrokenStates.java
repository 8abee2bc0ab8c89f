package io.tidelock.testkit.fake;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.project.ProjectKey;
import java.util.List;

/** States that are wrong in one way each. */
final class BrokenStates {
    private BrokenStates() {}

    static List<Broken> all() {
        return List.of(
                Broken.in("a state by the project's name", shelf -> new FakeStates(shelf) {
                    @Override
                    Shelf.StatePlace place(RepoRef repo, ProjectKey key) {
                        return new Shelf.StatePlace(repo, key.dir() + key.name(), key.workspace());
                    }
                }),
                Broken.in("one state for all workspaces", shelf -> new FakeStates(shelf) {
                    @Override
                    Shelf.StatePlace place(RepoRef repo, ProjectKey key) {
                        return new Shelf.StatePlace(repo, key.dir(), "");
                    }
                }),
                Broken.in("one state for all hosts", shelf -> new FakeStates(shelf) {
                    @Override
                    Shelf.StatePlace place(RepoRef repo, ProjectKey key) {
                        return new Shelf.StatePlace(new RepoRef("any", repo.path()), key.dir(), key.workspace());
                    }
                }),
                Broken.in("a state that is never replaced", shelf -> new FakeStates(shelf) {
                    @Override
                    public void keep(Lease lease, RepoRef repo, ProjectKey key, byte[] state) {
                        if (state(repo, key).isEmpty()) {
                            super.keep(lease, repo, key, state);
                        }
                    }
                }),
                Broken.fenceless());
    }
}
