package io.tidelock.core.port.store;

import java.time.Instant;

/** Who did what, for good. */
public interface Audit {
    void note(Instant at, String who, String what, String where, String detail);
}
