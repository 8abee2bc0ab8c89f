package io.tidelock.testkit.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. */
public final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-21T09:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** What time it will be after {@code wait}. */
    public Instant in(Duration wait) {
        return now.plus(wait);
    }

    public synchronized Instant pass(Duration wait) {
        now = now.plus(wait);
        return now;
    }
}
