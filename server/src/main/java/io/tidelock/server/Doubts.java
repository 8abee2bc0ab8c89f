package io.tidelock.server;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers since when the host has refused something. A host that has just made a pull request, renamed a repository or changed a
 * token may say no for some seconds and then yes, so the first no is not believed. Forgotten with the process: then it is doubted
 * once more.
 */
final class Doubts<K> {
    private static final int MOST = 10_000;

    private final Duration limit;
    private final Map<K, Instant> since = new LinkedHashMap<>();

    Doubts(Duration limit) {
        this.limit = limit;
    }

    /** True while a new try may still be answered otherwise. */
    synchronized boolean about(K what, Instant now) {
        Instant first = since.computeIfAbsent(what, unheard -> now);
        if (now.isBefore(first.plus(limit))) {
            if (since.size() > MOST) {
                since.remove(since.keySet().iterator().next());
            }
            return true;
        }
        since.remove(what);
        return false;
    }

    synchronized void forget(K what) {
        since.remove(what);
    }
}
