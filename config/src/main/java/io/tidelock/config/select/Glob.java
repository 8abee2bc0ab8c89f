package io.tidelock.config.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pattern for paths, as in a {@code .dockerignore}: {@code *} and {@code ?} stay within a directory, {@code **} crosses them,
 * {@code [a-z]} and {@code [^a]} are one character, a backslash takes the next one literally. A pattern that matches a directory
 * matches all that is below it.
 *
 * @param anchor the directory or file that every match is, or is below; {@code .} for anything
 * @param rest what has to be matched below the anchor; empty for everything
 */
public record Glob(String anchor, String rest) {
    /** What is wrong with the pattern, {@code !} in front included; empty when nothing is. */
    public static Optional<String> fault(String pattern) {
        String bare = pattern.strip();
        if (bare.equals("!")) {
            return Optional.of("excludes nothing");
        }
        if ((bare.length() - bare.replaceAll("\\\\+$", "").length()) % 2 == 1) {
            return Optional.of("ends with a backslash that takes nothing literally");
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
        return Optional.of(new Glob(anchor, String.join("/", segments.subList(literal, segments.size()))));
    }

    /** What follows the rest of a path; the same for all globs with this rest, at the root or not. */
    Track track() {
        return new Track(Pieces.of(rest, atRoot()));
    }

    boolean atRoot() {
        return anchor.equals(".");
    }

    /** True for the path itself and for everything below a directory that matches. */
    boolean matches(String path, Track track) {
        if (atRoot()) {
            return rest.isEmpty() || track.leadsTo(path, 0);
        }
        if (!path.startsWith(anchor)) {
            return false;
        }
        if (path.length() == anchor.length()) {
            return rest.isEmpty();
        }
        return path.charAt(anchor.length()) == '/' && (rest.isEmpty() || track.leadsTo(path, anchor.length() + 1));
    }
}
