package io.tidelock.testkit.fake;

import io.tidelock.core.job.Lease;
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
import io.tidelock.testkit.contract.Ports;
import io.tidelock.testkit.contract.TestClock;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;

/** A store that is wrong in one way, and how it is called. */
record Broken(String how, Function<TestClock, Ports> store) {
    /** A good store, but for the one port that {@code part} makes. */
    static Broken in(String how, Function<Shelf, Object> part) {
        return new Broken(how, clock -> {
            FakeStore good = new FakeStore(clock);
            return replaced(good.ports(), part.apply(good.shelf()));
        });
    }

    /** Writes whoever asks. */
    static Broken fenceless() {
        return new Broken("a write under a lost lease", clock -> new FakeStore(new Fenceless(clock)).ports());
    }

    private static Ports replaced(Ports ports, Object part) {
        return new Ports(
                part instanceof Deliveries deliveries ? deliveries : ports.deliveries(),
                part instanceof Jobs jobs ? jobs : ports.jobs(),
                part instanceof Boards boards ? boards : ports.boards(),
                part instanceof Plans plans ? plans : ports.plans(),
                part instanceof Locks locks ? locks : ports.locks(),
                part instanceof Runs runs ? runs : ports.runs(),
                part instanceof States states ? states : ports.states(),
                part instanceof Outbox outbox ? outbox : ports.outbox(),
                part instanceof Audit audit ? audit : ports.audit(),
                part instanceof Repositories repositories ? repositories : ports.repositories());
    }

    private static final class Fenceless extends Shelf {
        Fenceless(InstantSource clock) {
            super(clock);
        }

        @Override
        Promise held(Lease lease) {
            return Objects.requireNonNull(promises.get(lease.job().id().value()));
        }
    }
}
