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

    /**
     * Records a fact that leads to nothing.
     *
     * @param ours the repository it is about, when it is one that we work for
     */
    public Deliveries.Receipt note(Reading.Fact fact, Optional<RepoRef> ours, String reason) {
        return deliveries.keep(arrival(fact, ours, "ignored: " + reason, Optional.empty(), Optional.empty()));
    }

    /** Promises {@code work} for a repository of ours; {@code again} is promised instead when the delivery was seen before. */
    public Deliveries.Receipt keep(Reading.Fact fact, String verdict, Work work, Optional<Work> again) {
        return deliveries.keep(arrival(fact, fact.event().repo(), verdict, Optional.of(work), again));
    }

    private Deliveries.Arrival arrival(
            Reading.Fact fact, Optional<RepoRef> ours, String verdict, Optional<Work> work, Optional<Work> again) {
        return new Deliveries.Arrival(
                fact.id(),
                fact.kind(),
                fact.event().repo().map(RepoRef::toString).orElse(""),
                ours,
                clock.instant(),
                verdict,
                work,
                again);
    }
}
