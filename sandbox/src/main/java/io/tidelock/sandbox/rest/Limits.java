package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.json.Json;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Counts requests per hour and token, as the host's primary rate limit does. Safe for use by many threads. */
public final class Limits {
    /** Where a token stands; reset is in seconds since 1970. */
    public record Standing(int limit, int used, long reset) {
        public int remaining() {
            return Math.max(0, limit - used);
        }

        public boolean exceeded() {
            return used > limit;
        }

        ObjectNode json() {
            return Json.object("limit", limit, "used", Math.min(used, limit), "remaining", remaining(), "reset", reset);
        }

        /** The headers of every answer. */
        Map<String, String> headers() {
            return Map.of(
                    "X-RateLimit-Limit", Integer.toString(limit),
                    "X-RateLimit-Remaining", Integer.toString(remaining()),
                    "X-RateLimit-Used", Integer.toString(Math.min(used, limit)),
                    "X-RateLimit-Reset", Long.toString(reset),
                    "X-RateLimit-Resource", "core");
        }
    }

    private static final long WINDOW_SECONDS = 3600;

    private final Clock clock;
    private final Map<String, Standing> standings = new HashMap<>();
    private int limit;

    public Limits(Clock clock, int perHour) {
        this.clock = clock;
        this.limit = perHour;
    }

    /** Changes the limit and begins to count anew. */
    public synchronized void set(int perHour) {
        limit = perHour;
        standings.clear();
    }

    /** Counts some requests (0 to only look) and tells where the token stands. */
    public synchronized Standing count(String token, int requests) {
        long now = clock.instant().getEpochSecond();
        Standing old = standings.get(token);
        Standing next = old == null || old.reset() <= now
                ? new Standing(limit, requests, now + WINDOW_SECONDS)
                : new Standing(limit, Math.max(0, old.used() + requests), old.reset());
        standings.put(token, next);
        return next;
    }
}
