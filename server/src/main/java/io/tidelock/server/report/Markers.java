package io.tidelock.server.report;

import io.tidelock.core.change.PullRef;

/** Hidden first lines by which our own comments are found again on the host. */
public final class Markers {
    private static final String OPEN = "<!-- tidelock:";

    private Markers() {}

    /** Of the one living comment of a pull request. */
    public static String summary(PullRef pull) {
        return OPEN + "summary " + tame(pull.toString()) + " -->";
    }

    /** Of a reply, by the id of its message. */
    public static String reply(String id) {
        return OPEN + "reply " + tame(id) + " -->";
    }

    /** A name must not end the marker early or reach the next line. */
    private static String tame(String name) {
        StringBuilder out = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            if (c == '<' || c == '>' || c == '&' || c == '%' || c <= ' ' || Markdown.hidden(c)) {
                out.append('%').append(Integer.toHexString(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
