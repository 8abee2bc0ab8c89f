package io.tidelock.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** Regular expressions of RE2, which Atlantis has too: they take no longer than their length times that of the text. */
public final class Expression {
    private static final int LONGEST = 500;
    private static final long MOST_REPETITIONS = 1_000;

    private Expression() {}

    /** What is wrong with the expression; empty when nothing is. */
    public static Optional<String> fault(String expression) {
        if (expression.length() > LONGEST) {
            return Optional.of("longer than " + LONGEST + " characters");
        }
        if (repetitions(expression) > MOST_REPETITIONS) {
            return Optional.of("more than " + MOST_REPETITIONS + " repetitions by number");
        }
        try {
            Pattern.compile(expression);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(String.valueOf(e.getDescription())
                    + (e.getPattern().isEmpty() ? "" : ": `" + e.getPattern() + "`"));
        }
    }

    /** Whether the expression is found anywhere in the text; empty when it is no expression. */
    public static Optional<Boolean> found(String expression, String text) {
        return fault(expression).isPresent()
                ? Optional.empty()
                : Optional.of(Pattern.compile(expression).matcher(text).find());
    }

    /** All numbers of repetitions, multiplied: what the compiled expression may grow by. */
    private static long repetitions(String expression) {
        long product = 1;
        for (int i = 0; i < expression.length() && product <= MOST_REPETITIONS; i++) {
            if (expression.charAt(i) == '{') {
                product *= Math.max(1, largest(expression, i + 1));
            }
        }
        return product;
    }

    /** The larger of the numbers in {@code {2,5}}; 0 when these are no repetitions. */
    private static long largest(String expression, int from) {
        long largest = 0;
        long number = 0;
        for (int i = from; i < expression.length() && number <= MOST_REPETITIONS; i++) {
            char c = expression.charAt(i);
            if (c >= '0' && c <= '9') {
                number = number * 10 + (c - '0');
                largest = Math.max(largest, number);
            } else if (c == ',') {
                number = 0;
            } else {
                return c == '}' ? largest : 0;
            }
        }
        return largest;
    }
}
