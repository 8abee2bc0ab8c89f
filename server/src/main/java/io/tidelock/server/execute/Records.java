package io.tidelock.server.execute;

import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.port.store.Boards;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.port.store.Plans;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.port.store.States;
import io.tidelock.core.port.store.StoredPlan;
import java.util.Optional;

/** What execution remembers, door by door. */
public record Records(Boards boards, Plans plans, Locks locks, Runs runs, States states) {
    /** The plan that is kept for a row; empty when it has none, or when that is gone. */
    Optional<StoredPlan> plan(ProjectResult row) {
        return row.outcome().kept().flatMap(planned -> plans.plan(planned.plan()));
    }
}
