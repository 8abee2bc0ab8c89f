package io.tidelock.config;

import java.util.Optional;

/** The rule for names of terraform workspaces, wherever they are written: they become folders and arguments. */
public final class WorkspaceName {
    public static final String EXPECTED =
            "a workspace name without `/`, `\\`, `..`, `$`, spaces or control characters, not starting with `-` or `~`";

    private WorkspaceName() {}

    /** What is wrong with the name; empty when nothing is. */
    public static Optional<String> fault(String name) {
        if (name.isEmpty()) {
            return Optional.of("is empty");
        }
        if (name.length() > 200) {
            return Optional.of("is longer than 200 characters");
        }
        if (name.equals(".") || name.contains("..")) {
            return Optional.of("would lead to another folder");
        }
        if (name.startsWith("-") || name.startsWith("~")) {
            return Optional.of("starts with `" + name.charAt(0) + "`");
        }
        return name.codePoints().anyMatch(WorkspaceName::forbidden)
                ? Optional.of("holds a character that no workspace may hold")
                : Optional.empty();
    }

    private static boolean forbidden(int point) {
        return point == '/'
                || point == '\\'
                || point == '$'
                || Character.isWhitespace(point)
                || Character.isSpaceChar(point)
                || Character.isISOControl(point)
                || Character.getType(point) == Character.FORMAT;
    }
}
