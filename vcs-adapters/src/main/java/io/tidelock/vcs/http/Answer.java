package io.tidelock.vcs.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a host answered, read to its last byte. The body is unpacked, and the headers that described the packing are gone.
 *
 * @param headers by name in lower case
 */
public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    public Answer {
        Map<String, List<String>> lower = new TreeMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = Map.copyOf(lower);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** A header that holds a whole number of at most 15 digits; empty when it is missing or holds anything else. */
    public OptionalLong number(String name) {
        Optional<String> text = header(name).map(String::strip).filter(value -> value.matches("\\d{1,15}"));
        return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    }

    /** What time it was at the host, in whole seconds; empty when it did not say. */
    public Optional<Instant> date() {
        return date("Date");
    }

    /** How long to wait before the next request, told in seconds or as a date; never negative. */
    public Optional<Duration> retryAfter(Instant now) {
        OptionalLong seconds = number("Retry-After");
        if (seconds.isPresent()) {
            return Optional.of(Duration.ofSeconds(seconds.getAsLong()));
        }
        return date("Retry-After")
                .map(until -> Duration.between(date("Date").orElse(now), until))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    /** A header that holds a date in HTTP's usual form; empty when it is missing or holds anything else. */
    public Optional<Instant> date(String name) {
        try {
            return header(name).map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return status + ", " + body.length + " bytes";
    }
}
