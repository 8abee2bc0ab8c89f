package io.tidelock.core.port.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.project.ProjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Project locks: a project of a repository belongs to one pull request at a time, from plan until it is done with. */
public interface Locks {
    /** Takes the lock for {@code pull}, or gives the lock of the other pull request that has it. Taking it twice is harmless. */
    Optional<Lock> take(Lease lease, PullRef pull, ProjectKey key, Instant at);

    /** Frees one lock if this pull request holds it. */
    void free(Lease lease, PullRef pull, ProjectKey key);

    /** Frees every lock of exactly this pull request, and says which they were. */
    List<Lock> free(Lease lease, PullRef pull);

    List<Lock> all();

    record Lock(PullRef holder, ProjectKey key, Instant at) {}
}
