package io.tidelock.vcs.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers that the host can confirm with a 304 instead of sending them again, the least recently used dropped first. An
 * answer is only ever given out after the host confirmed it.
 */
final class KnownAnswers {
    private final int maxAnswers;
    private final long maxBytes;
    private final LinkedHashMap<Key, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    KnownAnswers(int maxAnswers, long maxBytes) {
        this.maxAnswers = maxAnswers;
        this.maxBytes = maxBytes;
    }

    /** @param etag what to send as If-None-Match */
    record Known(String etag, Answer answer) {}

    /** What a host may answer differently: the address, and what was said to be acceptable. */
    private record Key(URI uri, String accept) {
        static Key of(Call call) {
            return new Key(call.uri(), call.headers().getOrDefault("Accept", ""));
        }
    }

    synchronized Optional<Known> of(Call call) {
        return call.isRead() ? Optional.ofNullable(known.get(Key.of(call))) : Optional.empty();
    }

    /** Keeps a 200 that has an ETag; anything else that was kept for the address before is forgotten. */
    synchronized void keep(Call call, Answer answer) {
        if (!call.isRead()) {
            return;
        }
        Key key = Key.of(call);
        Known old = known.remove(key);
        if (old != null) {
            bytes -= size(old);
        }
        Optional<String> etag = answer.header("ETag");
        if (answer.status() != 200 || etag.isEmpty() || answer.body().length > maxBytes / 4) {
            return;
        }
        Known fresh = new Known(etag.get(), answer);
        known.put(key, fresh);
        bytes += size(fresh);
        while (known.size() > maxAnswers || bytes > maxBytes) {
            var eldest = known.pollFirstEntry();
            bytes -= size(eldest.getValue());
        }
    }

    private static long size(Known known) {
        return known.answer().body().length;
    }

    synchronized int count() {
        return known.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    /** For tests: what is kept, least recently used first. */
    synchronized Map<URI, String> etags() {
        Map<URI, String> etags = new LinkedHashMap<>();
        known.forEach((key, value) -> etags.put(key.uri(), value.etag()));
        return etags;
    }
}
