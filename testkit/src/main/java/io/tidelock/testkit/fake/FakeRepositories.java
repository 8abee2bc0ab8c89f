package io.tidelock.testkit.fake;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.store.Repositories;
import java.util.List;
import java.util.Optional;

/** Repositories in memory. */
public class FakeRepositories implements Repositories {
    final Shelf shelf;

    FakeRepositories(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public List<Known> all() {
        synchronized (shelf) {
            return List.copyOf(shelf.repositories.values());
        }
    }

    @Override
    public void compared(RepoRef repo, Look look) {
        Look exact = new Look(look.open(), look.openTag(), Shelf.ms(look.commentsSince()), look.commentsTag());
        synchronized (shelf) {
            shelf.repositories.computeIfPresent(
                    repo, (key, known) -> new Known(repo, known.firstHeard(), Optional.of(exact)));
        }
    }
}
