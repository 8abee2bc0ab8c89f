package io.tidelock.run.checkout;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/**
 * The names in a mirror: branches as the host has them, and below {@code refs/tidelock/pull/N/} what we keep for a pull request.
 * Whatever a working tree was made from has a name of its own, so that no clean-up of the mirror takes it away.
 */
final class Refs {
    private static final String OURS = "refs/tidelock/pull/";
    private static final int TRIES = 3;

    private Refs() {}

    static String branch(String name) {
        return valid("refs/heads/" + name);
    }

    static String head(PullRef pull) {
        return of(pull) + "head";
    }

    static String merge(PullRef pull) {
        return of(pull) + "merge";
    }

    static String tree(PullRef pull, CommitSha commit) {
        return of(pull) + "tree/" + commit.hex();
    }

    /** With the slash at the end: 1 is not the beginning of 10. */
    static String of(PullRef pull) {
        return OURS + pull.number() + "/";
    }

    static String valid(String ref) {
        if (!Repository.isValidRefName(ref)) {
            throw new Refused(
                    Refused.Kind.NOT_ACCEPTABLE,
                    Problem.of("git has no such name: " + ref, "the name of a branch or ref", "Rename the branch."));
        }
        return ref;
    }

    static Optional<ObjectId> read(Repository mirror, String name) throws IOException {
        return Optional.ofNullable(mirror.exactRef(name)).map(Ref::getObjectId);
    }

    static void set(Repository mirror, String name, ObjectId id) throws IOException {
        if (read(mirror, name).filter(id::equals).isPresent()) {
            return;
        }
        // a/b stands in the way of a: the host has both no longer, or it could not have this one
        for (String conflicting : mirror.getRefDatabase().getConflictingNames(name)) {
            delete(mirror, conflicting);
        }
        for (int again = TRIES; ; again--) {
            try {
                RefUpdate update = mirror.updateRef(name);
                update.setNewObjectId(id);
                expect(update.forceUpdate(), name);
                return;
            } catch (IOException e) { // another thread deleted the last neighbour, and its folder with it
                if (again == 0) {
                    throw e;
                }
            }
        }
    }

    static void deleteBelow(Repository mirror, String prefix, Predicate<String> which) throws IOException {
        List<Ref> refs = mirror.getRefDatabase().getRefsByPrefix(prefix);
        for (Ref ref : refs) {
            if (which.test(ref.getName())) {
                delete(mirror, ref.getName());
            }
        }
    }

    private static void delete(Repository mirror, String name) throws IOException {
        RefUpdate update = mirror.updateRef(name);
        update.setForceUpdate(true);
        expect(update.delete(), name);
    }

    private static void expect(RefUpdate.Result result, String name) throws IOException {
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException("cannot write " + name + " in the mirror: " + result);
        }
    }
}
