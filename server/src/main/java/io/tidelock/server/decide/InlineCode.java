package io.tidelock.server.decide;

import java.util.Collection;
import java.util.stream.Collectors;

/** Somebody else's words, as Markdown code in a line: they can neither end the code, nor mention anybody, nor fill a page. */
final class InlineCode {
    private static final int LONGEST = 80;

    private InlineCode() {}

    static String of(String words) {
        String safe = visible(words);
        if (safe.isEmpty()) {
            return "`\"\"`";
        }
        String fence = "`".repeat(longestRun(safe) + 1);
        boolean pad = safe.startsWith("`") || safe.endsWith("`") || safe.isBlank();
        return pad ? fence + " " + safe + " " + fence : fence + safe + fence;
    }

    static String list(Collection<String> words) {
        return words.stream().map(InlineCode::of).collect(Collectors.joining(", "));
    }

    private static String visible(String words) {
        StringBuilder safe = new StringBuilder();
        words.codePoints().limit(LONGEST).forEach(point -> safe.appendCodePoint(printable(point) ? point : '\uFFFD'));
        return words.codePointCount(0, words.length()) > LONGEST
                ? safe.append('…').toString()
                : safe.toString();
    }

    private static boolean printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int at = 0; at < text.length(); at++) {
            run = text.charAt(at) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
