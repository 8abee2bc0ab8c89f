package io.tidelock.server.decide;

import io.tidelock.config.DidYouMean;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what follows a command, in the forms that people know from Atlantis, and collects everything that is wrong. */
final class FlagReader {
    /**
     * @param strays words that belong to no flag
     * @param extra what followed {@code --}; empty when there was no {@code --}
     * @param mistakes one line of Markdown each
     */
    record Flags(Map<Flag, String> values, List<String> strays, Optional<List<String>> extra, List<String> mistakes) {
        Optional<String> value(Flag flag) {
            return Optional.ofNullable(values.get(flag));
        }

        boolean on(Flag flag) {
            return "true".equals(values.get(flag));
        }
    }

    private final Verb verb;
    private final List<String> words;
    private final Map<Flag, String> values = new EnumMap<>(Flag.class);
    private final List<String> strays = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private Optional<List<String>> extra = Optional.empty();
    private int at;

    private FlagReader(Verb verb, List<String> words) {
        this.verb = verb;
        this.words = words;
    }

    static Flags read(Verb verb, List<String> words) {
        FlagReader reader = new FlagReader(verb, words);
        reader.readAll();
        return new Flags(reader.values, reader.strays, reader.extra, reader.mistakes);
    }

    private void readAll() {
        while (at < words.size()) {
            String word = words.get(at++);
            if (word.equals("--")) {
                extra = Optional.of(words.subList(at, words.size()));
                return;
            }
            if (word.startsWith("--")) {
                longForm(word);
            } else if (word.startsWith("-") && word.length() > 1) {
                shortForm(word);
            } else if (word.startsWith("—") || word.startsWith("–")) {
                mistakes.add(InlineCode.of(word) + " starts with a long dash; type two short ones, `--`.");
            } else {
                strays.add(word);
            }
        }
    }

    private void longForm(String word) {
        String name = name(word).substring(2);
        Flag.ofWord(name, verb.flags())
                .ifPresentOrElse(flag -> take(flag, "--" + name, afterEquals(word)), () -> unknown(word));
    }

    private void shortForm(String word) {
        if (name(word).length() > 2
                && Flag.ofWord(name(word).substring(1), verb.flags()).isPresent()) {
            mistakes.add(InlineCode.of(word) + " needs two dashes: " + InlineCode.of("-" + name(word)) + ".");
            return;
        }
        String letter = word.substring(1, 2);
        Optional<Flag> flag = Flag.ofLetter(letter, verb.flags());
        if (flag.isEmpty() || (word.length() > 2 && !flag.get().takesValue() && word.charAt(2) != '=')) {
            unknown(word);
            return;
        }
        String rest = word.substring(2);
        Optional<String> value =
                rest.isEmpty() ? Optional.empty() : Optional.of(rest.startsWith("=") ? rest.substring(1) : rest);
        take(flag.get(), "-" + letter, value);
    }

    private void take(Flag flag, String typed, Optional<String> given) {
        Optional<String> value = flag.takesValue() ? given.or(this::next) : Optional.of(given.orElse("true"));
        if (value.isEmpty()) {
            mistakes.add("`" + typed + "` needs a value" + found() + ".");
        } else if (!flag.takesValue() && !value.get().matches("true|false")) {
            mistakes.add("`" + typed + "` is `true` or `false`, not " + InlineCode.of(value.get()) + ".");
        } else if (values.putIfAbsent(flag, value.get()) != null) {
            mistakes.add("`" + typed + "` is given twice: type it once, or send one command for each.");
        }
    }

    /** The next word, unless it is plainly another flag: {@code -d -w x} forgot the directory. */
    private Optional<String> next() {
        if (at < words.size() && !looksLikeFlag(words.get(at))) {
            return Optional.of(words.get(at++));
        }
        return Optional.empty();
    }

    private String found() {
        return at < words.size() ? ", but " + InlineCode.of(words.get(at)) + " follows" : "";
    }

    private void unknown(String word) {
        String name = name(word).replaceFirst("^-+", "");
        StringBuilder mistake =
                new StringBuilder(InlineCode.of(word)).append(" is not a flag of `" + verb.word() + "`");
        if (verb == Verb.PLAN && ExtraArguments.knows(name)) {
            mistake.append(": arguments for terraform go to the end, after ` -- `.");
        } else {
            mistake.append('.');
            DidYouMean.among(name, verb.flags().stream().map(Flag::word).toList())
                    .ifPresent(near ->
                            mistake.append(" Did you mean `--").append(near).append("`?"));
        }
        mistakes.add(mistake.toString());
    }

    private static String name(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? word : word.substring(0, equals);
    }

    private static Optional<String> afterEquals(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
    }

    static boolean looksLikeFlag(String word) {
        return word.equals("--") || word.matches("-{1,2}[A-Za-z].*");
    }
}
