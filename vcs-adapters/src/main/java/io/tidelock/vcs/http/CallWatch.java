package io.tidelock.vcs.http;

import java.time.Duration;
import java.util.OptionalLong;

/** Told of every request that was sent, for metrics. Called on the caller's thread; must be quick and must not throw. */
@FunctionalInterface
public interface CallWatch {
    /** Does nothing. */
    CallWatch NOBODY = (host, method, status, took, remaining) -> {};

    /**
     * A request was answered, or was not.
     *
     * @param status 0 when there was no answer
     * @param remaining how many requests the host still allows, where it says so
     */
    void called(String host, String method, int status, Duration took, OptionalLong remaining);
}
