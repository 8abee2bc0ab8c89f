package io.tidelock.config.select;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Expressions for base branches, in what RE2 and Java have in common. They come from the pull request itself, so that finding is
 * bounded: an expression that needs too many steps is not answered.
 */
public final class BranchFilter {
    private static final int LONGEST = 500;
    private static final int MOST_STEPS = 20_000;
    private static final int MOST_CHOICES = 1_000;

    /** Looking ahead or behind, and going back to a group: Atlantis does not have these, and they have no bound. */
    private static final Pattern FOREIGN = Pattern.compile("\\\\[1-9k]|\\(\\?(?:[=!>]|<[=!])|[*+?}]\\+");

    private BranchFilter() {}

    /** What is wrong with the expression; empty when nothing is. */
    public static Optional<String> fault(String expression) {
        if (expression.length() > LONGEST) {
            return Optional.of("longer than " + LONGEST + " characters");
        }
        if (FOREIGN.matcher(expression).find()) {
            return Optional.of("look-arounds, back references and possessive repetitions are not known here");
        }
        if (choices(expression) > MOST_CHOICES) {
            return Optional.of("more choices in it than can be tried");
        }
        try {
            compile(expression);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(e.getDescription());
        }
    }

    /** Whether the expression is found in the branch; empty when that takes too long to say, or it is no expression. */
    static Optional<Boolean> matches(String expression, String branch) {
        if (fault(expression).isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    compile(expression).matcher(new Counted(branch, new int[1])).find());
        } catch (TooLong e) {
            return Optional.empty();
        }
    }

    private static Pattern compile(String expression) {
        return Pattern.compile(expression.replace("(?P<", "(?<"));
    }

    /**
     * In how many ways its groups can be passed without looking at a letter, which nothing else counts. A group repeated by
     * number is more than can be tried.
     */
    private static long choices(String expression) {
        long choices = 1;
        long here = 1;
        for (int i = 0; i < expression.length() && choices <= MOST_CHOICES; i++) {
            char following = i + 1 < expression.length() ? expression.charAt(i + 1) : ' ';
            switch (expression.charAt(i)) {
                case '\\' -> i++;
                case '|' -> here++;
                case '(' -> {
                    choices *= here;
                    here = 1;
                }
                case ')' -> {
                    boolean repeated = following == '*' || following == '+' || following == '?';
                    choices *= following == '{' ? MOST_CHOICES + 1 : here * (repeated ? 2 : 1);
                    here = 1;
                }
                default -> {}
            }
        }
        return choices * here;
    }

    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("too many steps", null, false, false);
        }
    }

    /** Text that can be looked at only so often. */
    private record Counted(String text, int[] steps) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps[0] > MOST_STEPS) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.substring(start, end), steps);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
