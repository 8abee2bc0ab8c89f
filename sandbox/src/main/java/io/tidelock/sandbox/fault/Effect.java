package io.tidelock.sandbox.fault;

import java.time.Duration;
import java.util.Map;

/** What goes wrong with a request. */
public sealed interface Effect {
    /** It is not done; this answer is given instead. */
    record Instead(int status, Map<String, String> headers, String body) implements Effect {}

    /** It is done, but this answer is given instead of the true one: the classic created-and-then-502. */
    record DoneBut(int status, Map<String, String> headers, String body) implements Effect {}

    /** It is done, but the connection is closed without an answer. */
    record DoneThenDrop() implements Effect {}

    /** It is done, but nothing is answered until the time is over; then the connection is closed. */
    record DoneThenHang(Duration time) implements Effect {}

    /** It is done, but only after a while. */
    record Delay(Duration time) implements Effect {}

    /** It is not done, and nothing is answered until the time is over; then the connection is closed. */
    record Hang(Duration time) implements Effect {}

    /** It is not done; the connection is closed at once without an answer. */
    record Drop() implements Effect {}

    /** It is done, but the connection is closed after so many bytes of the answer's body. */
    record Cut(int bytes) implements Effect {}

    /** It is done, but after so many bytes of the answer's body nothing more comes; when the time is over, the connection is closed. */
    record Stall(int bytes, Duration time) implements Effect {}

    /** A plain failure such as 500, 502 or 503. */
    static Effect status(int status) {
        return new Instead(status, Map.of(), "{\"message\":\"Server Error\"}");
    }

    /** Done, but answered with a failure. */
    static Effect doneBut(int status) {
        return new DoneBut(status, Map.of(), "{\"message\":\"Server Error\"}");
    }

    /**
     * The secondary rate limit: 403 in the host's words.
     *
     * @param retryAfterSeconds for the header Retry-After; negative for none
     */
    static Effect secondaryRateLimit(int retryAfterSeconds) {
        Map<String, String> headers =
                retryAfterSeconds < 0 ? Map.of() : Map.of("Retry-After", Integer.toString(retryAfterSeconds));
        return new Instead(
                403,
                headers,
                "{\"message\":\"You have exceeded a secondary rate limit. Please wait a few minutes before you try again.\","
                        + "\"documentation_url\":\"https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api"
                        + "#about-secondary-rate-limits\"}");
    }
}
