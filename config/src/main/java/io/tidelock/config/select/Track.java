package io.tidelock.config.select;

import java.util.Arrays;
import java.util.List;

/**
 * Follows all ways to match at once, one character after the other, so that no pattern takes longer than its length times that of
 * the path.
 */
final class Track {
    private final Piece[] pieces;

    Track(List<Piece> pieces) {
        this.pieces = pieces.toArray(Piece[]::new);
    }

    /** True when the path from {@code start} matches, or a directory above it does. */
    boolean leadsTo(String path, int start) {
        int end = pieces.length;
        boolean[] now = new boolean[end + 1];
        boolean[] next = new boolean[end + 1];
        reach(now, 0);
        int at = start;
        while (at < path.length()) {
            int point = path.codePointAt(at);
            if (point == '/' && now[end]) {
                return true;
            }
            Arrays.fill(next, false);
            boolean alive = false;
            for (int state = 0; state < end; state++) {
                if (now[state] && pieces[state].accepts(point)) {
                    alive = true;
                    if (pieces[state].stays()) {
                        reach(next, state);
                    }
                    if (pieces[state].advances(point)) {
                        reach(next, state + 1);
                    }
                }
            }
            if (!alive) {
                return false;
            }
            boolean[] swap = now;
            now = next;
            next = swap;
            at += Character.charCount(point);
        }
        return now[end];
    }

    /** Marks the state, and those that may follow it without a character in between. */
    private void reach(boolean[] states, int from) {
        int state = from;
        while (!states[state]) {
            states[state] = true;
            if (state == pieces.length || pieces[state].skips() == 0) {
                return;
            }
            if (pieces[state].skips() == 2) {
                states[state + 1] = true;
            }
            state += pieces[state].skips();
        }
    }
}
