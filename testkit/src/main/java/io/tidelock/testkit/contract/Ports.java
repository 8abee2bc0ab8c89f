package io.tidelock.testkit.contract;

import io.tidelock.core.port.store.Audit;
import io.tidelock.core.port.store.Boards;
import io.tidelock.core.port.store.Deliveries;
import io.tidelock.core.port.store.Jobs;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.port.store.Plans;
import io.tidelock.core.port.store.Repositories;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.port.store.States;

/** The ports of one store, all over the same memory. */
public record Ports(
        Deliveries deliveries,
        Jobs jobs,
        Boards boards,
        Plans plans,
        Locks locks,
        Runs runs,
        States states,
        Outbox outbox,
        Audit audit,
        Repositories repositories) {}
