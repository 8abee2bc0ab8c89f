package io.tidelock.server.decide;

import io.tidelock.core.job.Work;
import java.util.Optional;

/** What is to be done about a fact. */
public sealed interface Decision {
    /** Nothing; {@code reason} is for the record, nobody on the host reads it. */
    record Ignore(String reason) implements Decision {}

    /**
     * Keep this promise.
     *
     * @param work what is promised when the delivery is new
     * @param again what is promised when the same delivery arrives once more; empty when it must never run twice
     * @param verdict one line for the record
     */
    record Promise(Work work, Optional<Work> again, String verdict) implements Decision {}
}
