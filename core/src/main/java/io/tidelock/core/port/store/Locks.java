package io.tidelock.core.port.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.project.ProjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Project locks: a project of a repository belongs to one pull request at a time, from plan until it is done with. Who does not
 * get one stands in line, and gets it when it is freed: a lock is never free while somebody waits for it.
 */
public interface Locks {
    /** Takes the lock for {@code pull}, or gives the lock of the other pull request that has it. Taking it twice is harmless. */
    Optional<Lock> take(Lease lease, PullRef pull, ProjectKey key, Instant at);

    /**
     * Takes every lock that is free, all in one step so that no two pull requests get half of what both need, and stands in line
     * for the others, once for each. Gives what {@code pull} waits for.
     */
    Map<ProjectKey, Wait> take(Lease lease, PullRef pull, Collection<ProjectKey> keys, Instant at);

    /**
     * Frees one lock if this pull request holds it, and leaves the line if it waits for it. The first in line gets the lock, and
     * everybody in that line is promised a {@code Work.LockFreed} in the same transaction.
     */
    void free(Lease lease, PullRef pull, ProjectKey key);

    /** Frees every lock of exactly this pull request, as above, leaves every line, and says which locks they were. */
    List<Lock> free(Lease lease, PullRef pull);

    List<Lock> all();

    /** Who waits, first of a line first; {@code at} is since when. */
    List<Lock> waiting();

    record Lock(PullRef holder, ProjectKey key, Instant at) {}

    /** @param place in the line, from 1 */
    record Wait(PullRef holder, int place) {}
}
