package io.tidelock.testkit.fake;

import io.tidelock.core.port.store.Audit;
import java.time.Instant;
import java.util.List;

/** The audit trail in memory. */
public class FakeAudit implements Audit {
    /** A line of the trail. */
    public record Entry(Instant at, String who, String what, String where, String detail) {}

    final Shelf shelf;

    FakeAudit(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public void note(Instant at, String who, String what, String where, String detail) {
        synchronized (shelf) {
            shelf.audit.add(new Entry(Shelf.ms(at), who, what, where, detail));
        }
    }

    /** Oldest first. */
    public List<Entry> entries() {
        synchronized (shelf) {
            return List.copyOf(shelf.audit);
        }
    }
}
