package io.tidelock.sandbox.hook;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One sending of a webhook.
 *
 * @param id of this sending
 * @param guid of the event, in the header X-GitHub-Delivery; a redelivery keeps it
 * @param action of the event, or an empty text
 * @param statusCode of the answer; 0 when there was none
 * @param status in words: OK, or why there was no good answer
 * @param payload the JSON, whichever content type it was sent with
 * @param answer the beginning of the answer's body
 */
public record Delivery(
        long id,
        long hookId,
        String guid,
        Instant deliveredAt,
        boolean redelivery,
        Duration duration,
        String event,
        String action,
        int statusCode,
        String status,
        Map<String, String> requestHeaders,
        byte[] payload,
        Map<String, String> answerHeaders,
        String answer) {
    /** Whether the receiver took it. */
    public boolean isOk() {
        return statusCode >= 200 && statusCode < 300;
    }
}
