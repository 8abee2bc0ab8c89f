package io.tidelock.server.accept;

/**
 * What the sender of a webhook is told.
 *
 * @param status HTTP status
 * @param text one line, safe to show to anybody
 */
public record Answer(int status, String text) {
    public static Answer accepted(String text) {
        return new Answer(202, text);
    }

    public static Answer done(String text) {
        return new Answer(200, text);
    }
}
