package io.tidelock.core.port.run;

import io.tidelock.core.outcome.RunId;
import java.util.Optional;

/** What the processes of a run have printed so far, secrets replaced. */
public interface RunLogs {
    /** At most {@code limit} bytes of UTF-8 from {@code offset}; empty when this disk knows no such run. */
    Optional<byte[]> read(RunId run, long offset, int limit);
}
