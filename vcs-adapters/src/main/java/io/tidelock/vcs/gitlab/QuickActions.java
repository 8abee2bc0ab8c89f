package io.tidelock.vcs.gitlab;

import java.util.regex.Pattern;

/**
 * Keeps text that we quote from giving orders. GitLab carries out lines such as {@code /merge} or {@code /approve} with the rights
 * of the note's author, which are ours. It leaves code blocks alone, but finds their ends by a pattern that quoted text can fool:
 * so every such line is defused, inside code too.
 */
final class QuickActions {
    /** No width, no white space to GitLab: what follows no longer begins the line. */
    private static final String BLANK = "\u200B";

    private static final Pattern ORDER = Pattern.compile("^([\\h\\x0B\\f]*)/(?=\\p{Alpha})", Pattern.MULTILINE);

    private QuickActions() {}

    /** The text with a character of no width before each slash that begins a line; at most a third longer. */
    static String defused(String body) {
        return ORDER.matcher(body).replaceAll("$1" + BLANK + "/");
    }
}
