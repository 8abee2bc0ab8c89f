package io.tidelock.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A pattern for whole paths of directories, as Go's doublestar has them: {@code *} and {@code ?} stay within a name, {@code **} as
 * a whole name crosses directories, also none; {@code [a-z]} and {@code [^a]} or {@code [!a]} are one character, {@code {a,b}} is
 * one or the other, a backslash takes the next character literally. Other than {@link io.tidelock.config.select.Glob}, what lies
 * below a match does not match.
 */
public final class DirGlob {
    private static final int LONGEST = 1_000;
    private static final int DEEPEST = 20;

    private final Pattern pattern;

    private DirGlob(Pattern pattern) {
        this.pattern = pattern;
    }

    /** True when the text is a pattern, and not just a name. */
    public static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    /** What is wrong with the pattern; empty when nothing is. */
    public static Optional<String> fault(String text) {
        return text.length() > LONGEST
                ? Optional.of("is longer than " + LONGEST + " characters")
                : new Translation(text).run().fault();
    }

    /** Empty when something is wrong with the pattern. */
    public static Optional<DirGlob> of(String text) {
        if (fault(text).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new DirGlob(new Translation(text).run().compiled()));
    }

    /** Whether the whole clean path matches. */
    public boolean matches(String dir) {
        return pattern.matches(dir);
    }

    /** From the pattern to an expression that means the same. */
    private static final class Translation {
        private final String text;
        private final StringBuilder out = new StringBuilder();
        private Optional<String> fault = Optional.empty();
        private int depth;
        private int at;

        Translation(String text) {
            this.text = text;
        }

        Optional<String> fault() {
            return fault;
        }

        Pattern compiled() {
            return Pattern.compile(out.toString(), Pattern.DOTALL);
        }

        Translation run() {
            while (at < text.length() && fault.isEmpty()) {
                step(text.charAt(at));
            }
            if (depth > 0 && fault.isEmpty()) {
                fault = Optional.of("has a '{' that no '}' closes");
            }
            if (fault.isEmpty()) {
                try {
                    compiled();
                } catch (PatternSyntaxException e) {
                    fault = Optional.of("cannot be read: " + e.getDescription());
                }
            }
            return this;
        }

        private void step(char c) {
            switch (c) {
                case '*' -> star();
                case '?' -> put("[^/]", 1);
                case '[' -> set();
                case '{' -> {
                    depth++;
                    put("(?:", 1);
                    if (depth > DEEPEST) {
                        fault = Optional.of("nests '{' too deeply");
                    }
                }
                case '}' -> {
                    put(depth > 0 ? ")" : "\\}", 1);
                    depth = Math.max(0, depth - 1);
                }
                case ',' -> put(depth > 0 ? "|" : ",", 1);
                case '\\' -> {
                    if (at + 1 == text.length()) {
                        fault = Optional.of("ends with a backslash that takes nothing literally");
                    } else {
                        at++;
                        literal();
                    }
                }
                case '/' -> {
                    if (restFollows()) {
                        put("(?:/.*)?", 3);
                    } else {
                        put("/", 1);
                    }
                }
                default -> literal();
            }
        }

        /** {@code /**} at the end: also the directory itself. */
        private boolean restFollows() {
            return text.startsWith("/**", at) && at + 3 == text.length();
        }

        private void star() {
            boolean whole = text.startsWith("**", at) && opens(at - 1) && closes(at + 2);
            if (whole && at + 2 < text.length() && text.charAt(at + 2) == '/') {
                put("(?:.*/)?", 3);
            } else if (whole) {
                put(".*", 2);
            } else {
                put("[^/]*", text.startsWith("**", at) ? 2 : 1);
            }
        }

        private boolean opens(int index) {
            return index < 0 || text.charAt(index) == '/' || (depth > 0 && "{,".indexOf(text.charAt(index)) >= 0);
        }

        private boolean closes(int index) {
            return index >= text.length()
                    || text.charAt(index) == '/'
                    || (depth > 0 && "},".indexOf(text.charAt(index)) >= 0);
        }

        private void set() {
            int first = at + 1;
            boolean opposite = first < text.length() && "^!".indexOf(text.charAt(first)) >= 0;
            int from = opposite ? first + 1 : first;
            int close = from;
            while (close < text.length() && (text.charAt(close) != ']' || close == from)) {
                close += text.charAt(close) == '\\' ? 2 : 1;
            }
            if (close >= text.length()) {
                fault = Optional.of("has a '[' that no ']' closes");
                return;
            }
            StringBuilder set = new StringBuilder(opposite ? "[^/" : "[");
            for (int i = from; i < close; i++) {
                char c = text.charAt(i);
                boolean taken = c == '\\' && i + 1 < close;
                char member = taken ? text.charAt(++i) : c;
                boolean range = member == '-' && !taken;
                set.append(member > ' ' && member < 0x7f && !Character.isLetterOrDigit(member) && !range ? "\\" : "")
                        .append(member);
            }
            put(set.append(']').toString(), close + 1 - at);
        }

        private void literal() {
            int point = text.codePointAt(at);
            put(Pattern.quote(Character.toString(point)), Character.charCount(point));
        }

        private void put(String expression, int read) {
            out.append(expression);
            at += read;
        }
    }
}
