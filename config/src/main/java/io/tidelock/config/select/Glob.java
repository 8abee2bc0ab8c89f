package io.tidelock.config.select;

import io.tidelock.config.RepoPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pattern for paths, as in a {@code .dockerignore}: {@code *} and {@code ?} stay within a directory, {@code **} crosses them,
 * {@code [a-z]} and {@code [^a]} are one character, a backslash takes the next one literally. A pattern that matches a directory
 * matches all that is below it.
 *
 * <p>All ways to match are followed side by side, so no pattern takes longer than its length times that of the path.
 */
public final class Glob {
    private final String anchor;
    private final List<Piece> pieces;

    private Glob(String anchor, List<Piece> pieces) {
        this.anchor = anchor;
        this.pieces = pieces;
    }

    /** What is wrong with the pattern, {@code !} in front included; empty when nothing is. */
    public static Optional<String> fault(String pattern) {
        String bare = pattern.strip();
        if (bare.equals("!")) {
            return Optional.of("excludes nothing");
        }
        return Pieces.unclosed(bare) ? Optional.of("has a '[' that no ']' closes") : Optional.empty();
    }

    /**
     * The pattern as seen from {@code dir}, whose name is taken literally. {@code ..} is allowed; empty when it leads out of the
     * repository, where nothing can change.
     */
    static Optional<Glob> of(String dir, String pattern) {
        List<String> segments = new ArrayList<>();
        if (!dir.equals(".")) {
            segments.addAll(List.of(dir.split("/")));
        }
        int literal = segments.size();
        for (String segment : pattern.split("/")) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (segments.isEmpty()) {
                        return Optional.empty();
                    }
                    segments.removeLast();
                    literal = Math.min(literal, segments.size());
                }
                default -> segments.addLast(segment);
            }
        }
        while (literal < segments.size() && Pieces.literal(segments.get(literal))) {
            literal++;
        }
        String anchor = literal == 0 ? "." : String.join("/", segments.subList(0, literal));
        List<String> rest = segments.subList(literal, segments.size());
        return Optional.of(new Glob(anchor, rest.isEmpty() ? List.of() : Pieces.of(String.join("/", rest))));
    }

    /** The directory or file that every match is, or is below; {@code .} for anything. */
    String anchor() {
        return anchor;
    }

    /** True for the path itself and for everything below a directory that matches. */
    boolean matches(String path) {
        int start = 0;
        if (!anchor.equals(".")) {
            if (!path.startsWith(anchor)) {
                return false;
            }
            if (path.length() == anchor.length()) {
                return pieces.isEmpty();
            }
            if (path.charAt(anchor.length()) != '/') {
                return false;
            }
            start = anchor.length() + 1;
        }
        return pieces.isEmpty() || follow(path, start);
    }

    private boolean follow(String path, int start) {
        int end = pieces.size();
        boolean[] now = new boolean[end + 1];
        boolean[] next = new boolean[end + 1];
        reach(now, 0);
        int at = start;
        while (at < path.length()) {
            int point = path.codePointAt(at);
            if (point == '/' && now[end]) {
                return true;
            }
            java.util.Arrays.fill(next, false);
            boolean alive = false;
            for (int state = 0; state < end; state++) {
                if (now[state]) {
                    alive |= step(state, point, next);
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

    private boolean step(int state, int point, boolean[] next) {
        return switch (pieces.get(state)) {
            case Piece.One one -> one.accepts(point) && reach(next, state + 1);
            case Piece.Star star -> point != '/' && reach(next, state);
            case Piece.Rest rest -> reach(next, state);
            case Piece.Dirs dirs -> false;
            case Piece.InDirs in -> {
                next[state] = true;
                yield point != '/' || reach(next, state + 1);
            }
        };
    }

    /** Marks the state, and those that may follow it without a character in between. */
    private boolean reach(boolean[] states, int from) {
        int state = from;
        while (!states[state]) {
            states[state] = true;
            if (state == pieces.size()) {
                break;
            }
            switch (pieces.get(state)) {
                case Piece.Star star -> state++;
                case Piece.Rest rest -> state++;
                case Piece.Dirs dirs -> {
                    states[state + 1] = true;
                    state += 2;
                }
                default -> {
                    return true;
                }
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return RepoPath.join(anchor, pieces.toString());
    }
}
