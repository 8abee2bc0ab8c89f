package io.tidelock.server.enqueue;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Reading;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Deliveries;
import java.time.InstantSource;
import java.util.Optional;

/** Remembers what arrived, and promises what follows from it. */
public final class Promises {
    private final Deliveries deliveries;
    private final InstantSource clock;

    public Promises(Deliveries deliveries, InstantSource clock) {
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** Records a fact that leads to nothing. */
    public Deliveries.Receipt note(Reading.Fact fact, String reason) {
        return deliveries.keep(arrival(fact, "ignored: " + reason, Optional.empty(), Optional.empty()));
    }

    /** Promises {@code work}; {@code again} is promised instead when the delivery was seen before. */
    public Deliveries.Receipt keep(Reading.Fact fact, String verdict, Work work, Optional<Work> again) {
        return deliveries.keep(arrival(fact, verdict, Optional.of(work), again));
    }

    private Deliveries.Arrival arrival(Reading.Fact fact, String verdict, Optional<Work> work, Optional<Work> again) {
        return new Deliveries.Arrival(
                fact.id(),
                fact.kind(),
                fact.event().repo().map(RepoRef::toString).orElse(""),
                clock.instant(),
                verdict,
                work,
                again);
    }
}
