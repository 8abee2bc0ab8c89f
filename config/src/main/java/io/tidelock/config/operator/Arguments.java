package io.tidelock.config.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Splits a command line into flags. A stray word is told by its place and never repeated: it may be a token. */
final class Arguments {
    /** @param value empty when a value is missing */
    record Flag(String key, Optional<String> value) {}

    record Read(List<Flag> flags, List<String> strays) {}

    private Arguments() {}

    /** @param isTruth tells of a flag whether it may stand without a value */
    static Read read(List<String> arguments, Predicate<String> isTruth) {
        List<Flag> flags = new ArrayList<>();
        List<String> strays = new ArrayList<>();
        for (int at = 0; at < arguments.size(); at++) {
            String word = arguments.get(at);
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            if (!key.startsWith("--") || key.length() == 2) {
                strays.add(stray(key, at));
                continue;
            }
            Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
            boolean follows =
                    at + 1 < arguments.size() && !arguments.get(at + 1).startsWith("--");
            if (value.isEmpty() && isTruth.test(key.substring(2))) {
                boolean said = follows && arguments.get(at + 1).matches("(?i)true|false");
                value = Optional.of(said ? arguments.get(++at) : "true");
            } else if (value.isEmpty() && follows) {
                value = Optional.of(arguments.get(++at));
            }
            flags.add(new Flag(key.substring(2), value));
        }
        return new Read(flags, strays);
    }

    private static String stray(String key, int at) {
        return key.matches("-[A-Za-z][A-Za-z-]{1,30}")
                ? "'" + key + "' with one dash"
                : "word " + (at + 1) + " of the command line belongs to no flag";
    }
}
