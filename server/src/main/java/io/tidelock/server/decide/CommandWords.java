package io.tidelock.server.decide;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which first words make a comment a command.
 *
 * @param bare whether {@code plan}, {@code apply} … count by themselves
 * @param prefixes words that come before the command, the one to show in help first; compared without regard to case
 * @param botLogin our own login on the host; {@code @login} then counts as a prefix
 */
public record CommandWords(boolean bare, Set<String> prefixes, Optional<String> botLogin) {
    private static final String APP_SUFFIX = "[bot]";

    public CommandWords {
        Set<String> lower = new LinkedHashSet<>();
        prefixes.forEach(prefix -> lower.add(prefix.toLowerCase(Locale.ROOT)));
        prefixes = Collections.unmodifiableSet(lower);
        botLogin = botLogin.map(login -> login.strip().toLowerCase(Locale.ROOT)).filter(login -> !login.isEmpty());
    }

    /** True when this first word, in lower case, is addressed to us. */
    boolean addressedBy(String word) {
        return prefixes.contains(word) || botLogin.stream().anyMatch(login -> mentions(word, login));
    }

    /** An app's login is {@code name[bot]}, but people mention it as {@code @name}. */
    private static boolean mentions(String word, String login) {
        return word.equals("@" + login)
                || (login.endsWith(APP_SUFFIX)
                        && word.equals("@" + login.substring(0, login.length() - APP_SUFFIX.length())));
    }

    /** Atlantis answers to {@code run plan} too, so whoever answers to {@code atlantis} does. */
    boolean answersToRun() {
        return prefixes.contains("atlantis");
    }

    /** The command as a person would type it here. */
    String typed(String command) {
        if (!prefixes.isEmpty()) {
            return prefixes.iterator().next() + " " + command;
        }
        return bare
                ? command
                : botLogin.map(login -> "@" + login + " " + command).orElse(command);
    }
}
