package io.tidelock.config.yaml;

/** Words from a file, for a message: in quotes, on one line, not longer than a line. */
public final class Quote {
    private static final int LONGEST = 60;

    private Quote() {}

    public static String of(String words) {
        StringBuilder safe = new StringBuilder("'");
        words.codePoints().limit(LONGEST).forEach(point -> safe.appendCodePoint(visible(point) ? point : '\uFFFD'));
        return safe.append(words.codePointCount(0, words.length()) > LONGEST ? "…'" : "'")
                .toString();
    }

    private static boolean visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
