package io.tidelock.server.execute;

import io.tidelock.core.port.store.Boards;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.port.store.Plans;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.port.store.States;

/** What execution remembers, door by door. */
public record Records(Boards boards, Plans plans, Locks locks, Runs runs, States states) {}
