package io.tidelock.testkit.fake;

import io.tidelock.core.change.RepoRef;
import java.util.List;
import java.util.Optional;

/** Repositories that are wrong in one way each. */
final class BrokenRepositories {
    private BrokenRepositories() {}

    static List<Broken> all() {
        return List.of(
                Broken.in("a look that makes a repository known", shelf -> new FakeRepositories(shelf) {
                    @Override
                    public void compared(RepoRef repo, Look look) {
                        shelf.repositories.putIfAbsent(repo, new Known(repo, shelf.now(), Optional.empty()));
                        super.compared(repo, look);
                    }
                }),
                Broken.in("a look that keeps the tag of the one before", shelf -> new FakeRepositories(shelf) {
                    @Override
                    public void compared(RepoRef repo, Look look) {
                        Optional<String> before = Optional.ofNullable(shelf.repositories.get(repo))
                                .flatMap(Known::last)
                                .flatMap(Look::openTag);
                        super.compared(
                                repo,
                                new Look(
                                        look.open(),
                                        look.openTag().or(() -> before),
                                        look.commentsSince(),
                                        look.commentsTag()));
                    }
                }),
                Broken.in("a look that is everybody's", shelf -> new FakeRepositories(shelf) {
                    @Override
                    public void compared(RepoRef repo, Look look) {
                        List.copyOf(shelf.repositories.keySet()).forEach(known -> super.compared(known, look));
                    }
                }),
                Broken.in("a look that counts as hearing of it", shelf -> new FakeRepositories(shelf) {
                    @Override
                    public void compared(RepoRef repo, Look look) {
                        shelf.repositories.computeIfPresent(
                                repo,
                                (key, known) ->
                                        new Known(repo, known.firstHeard().plusSeconds(1), known.last()));
                        super.compared(repo, look);
                    }
                }));
    }
}
