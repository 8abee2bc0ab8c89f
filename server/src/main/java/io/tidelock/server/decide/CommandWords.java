package io.tidelock.server.decide;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which first words make a comment a command.
 *
 * @param bare whether {@code plan}, {@code apply} … count by themselves
 * @param prefixes words that come before the command, the one to show in help first; compared without regard to case
 * @param botLogin our own login on the host; {@code @login} then counts as a prefix
 * @param lateLogin another one, which may become known while we run; asked at each comment, so it must be quick
 */
public record CommandWords(
        boolean bare, Set<String> prefixes, Optional<String> botLogin, Supplier<Optional<String>> lateLogin) {
    private static final String APP_SUFFIX = "[bot]";

    public CommandWords(boolean bare, Set<String> prefixes, Optional<String> botLogin) {
        this(bare, prefixes, botLogin, Optional::empty);
    }

    public CommandWords {
        Set<String> lower = new LinkedHashSet<>();
        prefixes.forEach(prefix -> lower.add(prefix.toLowerCase(Locale.ROOT)));
        prefixes = Collections.unmodifiableSet(lower);
        botLogin = tame(botLogin);
    }

    private static Optional<String> tame(Optional<String> login) {
        return login.map(it -> it.strip().toLowerCase(Locale.ROOT)).filter(it -> !it.isEmpty());
    }

    /** True when this first word, in lower case, is addressed to us. */
    boolean addressedBy(String word) {
        return prefixes.contains(word)
                || Stream.concat(botLogin.stream(), tame(lateLogin.get()).stream())
                        .anyMatch(login -> mentions(word, login));
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
