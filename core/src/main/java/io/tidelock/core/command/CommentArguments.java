package io.tidelock.core.command;

import java.util.List;
import java.util.stream.Collectors;

/** A comment's arguments as the variable {@code COMMENT_ARGS} tells them. */
public final class CommentArguments {
    private CommentArguments() {}

    /** As Atlantis has it: with commas, and each character behind a backslash, so that a careless script does less harm. */
    public static String escaped(List<String> arguments) {
        return arguments.stream().map(CommentArguments::escaped).collect(Collectors.joining(","));
    }

    private static String escaped(String argument) {
        return argument.codePoints()
                .filter(point -> point != 0)
                .mapToObj(point -> "\\" + Character.toString(point))
                .collect(Collectors.joining());
    }
}
