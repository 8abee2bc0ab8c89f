package io.tidelock.core.event;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A webhook request as it arrived: nothing of it has been checked yet.
 *
 * @param headers by name; looked up without regard to case
 * @param body the raw bytes, which is what the signature covers
 */
public record Delivery(Map<String, String> headers, byte[] body) {
    public Delivery {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lower);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
