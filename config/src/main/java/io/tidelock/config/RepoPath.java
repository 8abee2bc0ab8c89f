package io.tidelock.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Paths inside a repository: relative, with {@code /}, {@code .} for the root. */
public final class RepoPath {
    private RepoPath() {}

    /**
     * The shortest spelling of {@code path}, without empty, {@code .} and {@code ..} segments; a leading slash counts as the
     * root. Empty when the path leads out of the repository.
     */
    public static Optional<String> clean(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (segments.pollLast() == null) {
                        return Optional.empty();
                    }
                }
                default -> segments.addLast(segment);
            }
        }
        return Optional.of(segments.isEmpty() ? "." : String.join("/", segments));
    }

    /** The directory that holds {@code path}; {@code .} for a file at the root. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : path.substring(0, slash);
    }

    /** {@code path}, seen from {@code dir}. */
    public static String join(String dir, String path) {
        return dir.equals(".") ? path : dir + "/" + path;
    }

    /** True when the text holds what no path of ours may hold: control characters, or a backslash, which means a slash to some. */
    public static boolean strange(String path) {
        return path.codePoints().anyMatch(point -> Character.isISOControl(point) || point == '\\' || invisible(point));
    }

    private static boolean invisible(int point) {
        int type = Character.getType(point);
        return type == Character.FORMAT || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }
}
