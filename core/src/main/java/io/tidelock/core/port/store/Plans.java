package io.tidelock.core.port.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.project.ProjectKey;
import java.util.Optional;

/** Plan files, compressed and encrypted at rest; one a project and pull request at most. */
public interface Plans {
    /** Stores the plan in the place of an earlier one of the same project and pull request. */
    void keep(Lease lease, StoredPlan plan);

    /** The plan, its bytes checked against the digest they were stored with; empty when it was dropped. */
    Optional<StoredPlan> plan(PlanId id);

    void drop(Lease lease, PullRef pull, ProjectKey key);

    /** Drops every plan of exactly this pull request. */
    void drop(Lease lease, PullRef pull);
}
