package io.tidelock.config.operator;

import io.tidelock.core.change.RepoRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The repositories to work for. A pattern is {@code host/owner/name}, where {@code *} stands for any text, slashes included; a
 * {@code !} in front excludes, whatever the order. Without regard to case.
 */
public record RepoAllowlist(List<String> patterns) implements Predicate<RepoRef> {
    public RepoAllowlist {
        patterns = patterns.stream()
                .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** What is wrong with a pattern; empty when nothing is. */
    static Optional<String> fault(String pattern) {
        String bare = pattern.startsWith("!") ? pattern.substring(1) : pattern;
        if (bare.contains("://")) {
            return Optional.of("holds '://'");
        }
        boolean never =
                bare.indexOf('*') < 0 && bare.chars().filter(c -> c == '/').count() < 2;
        return bare.isBlank() || never || bare.chars().anyMatch(Character::isWhitespace)
                ? Optional.of("matches no repository")
                : Optional.empty();
    }

    /** A host with a port of its own may be named with the port or, as Atlantis does, without. */
    @Override
    public boolean test(RepoRef repo) {
        Set<String> names =
                Set.copyOf(List.of(name(repo.host(), repo), name(repo.host().replaceFirst(":[0-9]+$", ""), repo)));
        return patterns.stream().anyMatch(pattern -> !pattern.startsWith("!") && matchesAny(pattern, names))
                && patterns.stream()
                        .noneMatch(pattern -> pattern.startsWith("!") && matchesAny(pattern.substring(1), names));
    }

    private static String name(String host, RepoRef repo) {
        return (host + "/" + repo.path()).toLowerCase(Locale.ROOT);
    }

    private static boolean matchesAny(String pattern, Set<String> names) {
        return names.stream().anyMatch(name -> matches(pattern, name));
    }

    /** Goes back to the last star only, so it takes no more than the product of both lengths. */
    private static boolean matches(String pattern, String name) {
        int at = 0;
        int star = -1;
        int resume = 0;
        for (int i = 0; i < name.length(); ) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        return pattern.chars().skip(at).allMatch(c -> c == '*');
    }
}
