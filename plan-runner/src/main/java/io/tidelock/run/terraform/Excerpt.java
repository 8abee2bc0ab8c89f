package io.tidelock.run.terraform;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Head and tail of a long text, whole lines, with a line between that says how much was left out. */
final class Excerpt {
    static final int LIMIT = 256 << 10;
    private static final int TAIL = LIMIT / 4;
    private static final int HEAD = LIMIT - TAIL;

    private final StringBuilder head = new StringBuilder();
    private int headBytes;
    private boolean headFull;
    private final Deque<String> tail = new ArrayDeque<>();
    private int tailBytes;
    private long left;

    /** @param line with its line end, if it has one */
    void add(String line) {
        int bytes = bytes(line);
        if (!headFull && headBytes + bytes <= HEAD) {
            head.append(line);
            headBytes += bytes;
            return;
        }
        headFull = true;
        tail.addLast(line);
        tailBytes += bytes;
        while (tailBytes > TAIL) {
            int dropped = bytes(tail.removeFirst());
            tailBytes -= dropped;
            left += dropped;
        }
    }

    /** The whole text when it was short enough. */
    String text() {
        StringBuilder text = new StringBuilder(head);
        if (left > 0) {
            text.append("\n… ").append(left).append(" bytes are left out here …\n\n");
        }
        tail.forEach(text::append);
        return text.toString();
    }

    private static int bytes(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) >= 0x80) {
                return line.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return line.length();
    }
}
