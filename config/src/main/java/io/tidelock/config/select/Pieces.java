package io.tidelock.config.select;

import java.util.ArrayList;
import java.util.List;

/** Takes a pattern apart. */
final class Pieces {
    private final int[] points;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;

    private final boolean fromRoot;

    private Pieces(String pattern, boolean fromRoot) {
        points = pattern.codePoints().toArray();
        this.fromRoot = fromRoot;
    }

    /** @param fromRoot whether nothing stands before the pattern: there {@code **} may also mean part of a name */
    static List<Piece> of(String pattern, boolean fromRoot) {
        Pieces reader = new Pieces(pattern, fromRoot);
        while (reader.at < reader.points.length) {
            reader.piece();
        }
        return List.copyOf(reader.pieces);
    }

    /** True when nothing in it means anything but itself. */
    static boolean literal(String segment) {
        return segment.chars().noneMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\');
    }

    /** True when a set of characters is begun and not ended. */
    static boolean unclosed(String pattern) {
        Pieces reader = new Pieces(pattern, true);
        while (reader.at < reader.points.length) {
            if (reader.points[reader.at] == '[' && reader.closing() < 0) {
                return true;
            }
            reader.piece();
        }
        return false;
    }

    private void piece() {
        int point = points[at++];
        switch (point) {
            case '*' -> star();
            case '?' -> pieces.add(new Piece.Any());
            case '\\' -> pieces.add(new Piece.Letter(at < points.length ? points[at++] : '\\'));
            case '[' -> {
                at--;
                int close = closing();
                if (close < 0) {
                    at++;
                    pieces.add(new Piece.Letter('['));
                } else {
                    set(close);
                }
            }
            default -> pieces.add(new Piece.Letter(point));
        }
    }

    private void star() {
        if (at >= points.length || points[at] != '*') {
            pieces.add(new Piece.Star());
            return;
        }
        boolean first = fromRoot && at == 1;
        at++;
        if (at == points.length) {
            pieces.add(new Piece.Rest());
        } else if (points[at] == '/') {
            at++;
            dirs();
        } else if (first && plain(at)) {
            // `**.tf`: docker takes any path that ends so
            pieces.add(new Piece.Rest());
        } else {
            dirs();
        }
    }

    /** Twice the same is not kept twice: it would mean no more. */
    private void dirs() {
        if (pieces.isEmpty() || !(pieces.getLast() instanceof Piece.InDirs)) {
            pieces.add(new Piece.Dirs());
            pieces.add(new Piece.InDirs());
        }
    }

    private boolean plain(int from) {
        for (int i = from; i < points.length; i++) {
            if (points[i] == '*' || points[i] == '?' || points[i] == '[' || points[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Where the set that begins here ends; negative when it does not. A `]` at its very start belongs to it. */
    private int closing() {
        int i = at + 1;
        if (i < points.length && points[i] == '^') {
            i++;
        }
        int first = i;
        while (i < points.length && (points[i] != ']' || i == first)) {
            i += points[i] == '\\' ? 2 : 1;
        }
        return i < points.length ? i : -1;
    }

    private void set(int close) {
        at++;
        boolean opposite = points[at] == '^';
        if (opposite) {
            at++;
        }
        List<Piece.Range> ranges = new ArrayList<>();
        while (at < close) {
            int from = member();
            int to = from;
            if (at + 1 < close && points[at] == '-') {
                at++;
                to = member();
            }
            ranges.add(new Piece.Range(from, to));
        }
        at = close + 1;
        pieces.add(new Piece.OneOf(List.copyOf(ranges), opposite));
    }

    private int member() {
        if (points[at] == '\\') {
            at++;
        }
        return points[at++];
    }
}
