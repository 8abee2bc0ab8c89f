package io.tidelock.run.step;

import io.tidelock.core.outcome.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arguments from the operator's or the repository's workflow, as terraform is called with them. */
public record OperatorArgs(List<String> values) {
    public static final OperatorArgs NONE = new OperatorArgs(List.of());

    private static final Pattern NAMED =
            Pattern.compile("\\\\\\$|\\$(?:([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)(?:(:?)-([^}]*))?\\})");
    private static final List<String> NEVER = List.of("TF_WORKSPACE", "TF_DATA_DIR");

    /** An argument names what it cannot be given. */
    public static final class Valueless extends Exception {
        private static final long serialVersionUID = 1L;

        private final String expected;
        private final String next;
        private final String text;

        private Valueless(String met, String expected, String next) {
            this(new Broken(Problem.of(met, expected, next), ""));
        }

        Valueless(Broken setting) {
            super(setting.problem().met());
            this.expected = setting.problem().expected();
            this.next = setting.problem().next();
            this.text = setting.text();
        }

        /** The step that it is for, which is not begun. */
        public Broken broken() {
            return new Broken(Problem.of(String.valueOf(getMessage()), expected, next), text);
        }
    }

    public OperatorArgs {
        values = List.copyOf(values);
    }

    /** Whether any of these depends on variables. */
    public static boolean named(List<String> written) {
        return written.stream().anyMatch(argument -> NAMED.matcher(argument).find());
    }

    /**
     * {@code $NAME} and {@code ${NAME}} stand for a variable, {@code ${NAME:-text}} for the text where it is empty or there is none;
     * after a backslash a {@code $} is a {@code $}. One argument stays one, whatever comes of it: there is no shell. One of which
     * nothing is left is none.
     *
     * @param known the variables
     * @param words the names of those whose values other people wrote
     * @throws Valueless of a name that there is no variable of: nothing in its place might be another state or another file
     */
    static OperatorArgs of(List<String> written, Map<String, String> known, Set<String> words) throws Valueless {
        List<String> values = new ArrayList<>();
        for (String argument : written) {
            String value = of(argument, known, words);
            if (!value.isEmpty() || argument.isEmpty()) {
                values.add(value);
            }
        }
        return new OperatorArgs(values);
    }

    private static String of(String argument, Map<String, String> known, Set<String> words) throws Valueless {
        StringBuilder whole = new StringBuilder();
        Matcher found = NAMED.matcher(argument);
        while (found.find()) {
            Optional<String> name = Optional.ofNullable(found.group(1)).or(() -> Optional.ofNullable(found.group(2)));
            String value = name.isEmpty() ? "$" : value(name.get(), found, known, argument);
            found.appendReplacement(whole, "");
            if (whole.isEmpty()
                    && value.startsWith("-")
                    && name.filter(words::contains).isPresent()) {
                throw new Valueless(
                        in(name.get(), argument) + " would be an option",
                        "a value of an option",
                        "Put the option before it, like -var=name=$" + name.get());
            }
            whole.append(value);
        }
        return found.appendTail(whole).toString();
    }

    private static String value(String name, Matcher found, Map<String, String> known, String argument)
            throws Valueless {
        Optional<String> value = Optional.ofNullable(known.get(name));
        Optional<String> instead = Optional.ofNullable(found.group(4));
        if (instead.isPresent()) {
            boolean emptyToo = ":".equals(found.group(3));
            return value.filter(is -> !emptyToo || !is.isEmpty()).orElse(instead.get());
        }
        if (value.isEmpty()) {
            throw new Valueless(
                    in(name, argument) + " has no value",
                    "a variable of the step, one that an env step before it has set, or one of the server's that runs"
                            + " may see",
                    (NEVER.contains(name)
                                    ? "Name $WORKSPACE instead: this one is never granted"
                                    : "Start the server with " + name + " in its environment and --run-env=" + name)
                            + "; for the text itself write \\$" + name);
        }
        return value.get();
    }

    private static String in(String name, String argument) {
        return "`$" + name + "` in the extra_args `" + argument + "`";
    }
}
