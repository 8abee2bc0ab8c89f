package io.tidelock.server.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The sentences of {@code words.txt}, one constant each. A missing one is noticed at the first use of any. */
enum Words {
    PLAN_BEGUN,
    PLAN_UNDERWAY,
    PLAN_PROBLEM,
    PLAN_PROBLEMS,
    PLAN_FAILED,
    PLAN_LOCKED,
    PLAN_LOCKED_BY_MANY,
    PLAN_AGAIN,
    PLAN_DONE,
    PLAN_DONE_ALL_CHANGED,
    PLAN_DONE_UNCHANGED,
    PLAN_NONE,
    PLAN_MOVED,
    PROJECT_UNTOUCHED,
    PROJECT_UNASKED,
    PLAN_SUPERSEDED_BY,
    PLAN_SUPERSEDED,
    PLAN_LEFT,
    HOOK_UNDERWAY,
    HOOK_DONE,
    HOOK_FAILED,
    APPLY_WAITS_FOR_PLAN,
    APPLY_UNDERWAY,
    APPLY_FAILED,
    APPLY_UNKNOWN,
    APPLY_NOT_PLANNED,
    APPLY_PROBLEM,
    APPLY_AGAIN,
    APPLY_WAITING,
    APPLY_ONCE,
    APPLY_SOME_ONCE,
    APPLY_ON_MERGE,
    APPLY_ON_MERGE_ONCE,
    APPLY_DONE,
    APPLY_DONE_SOME,
    APPLY_NOTHING,
    CLOSED_NOT_APPLIED,
    MERGED_NOT_APPLIED,
    CLOSED_NOT_PLANNED,
    HEAD_UNDERWAY,
    HEAD_APPLY_FAILED,
    HEAD_APPLY_UNKNOWN,
    HEAD_PLAN_FAILED,
    HEAD_LOCKED,
    HEAD_LOCKED_BY_MANY,
    HEAD_AGAIN,
    HEAD_HELD,
    HEAD_WAITING,
    HEAD_APPLIED,
    HEAD_UNCHANGED,
    HEAD_PROBLEM,
    HEAD_NONE,
    HEAD_CLOSED,
    HEAD_CLOSED_APPLIED,
    HEAD_MERGED,
    HEAD_DONE,
    HEAD_DONE_APPLIED,
    HEAD_DONE_NOTHING,
    STATE_UNDERWAY,
    STATE_WAITING,
    STATE_WAITING_ONCE,
    STATE_UNCHANGED,
    STATE_PLAN_FAILED,
    STATE_LOCKED,
    STATE_APPLIED,
    STATE_APPLY_FAILED,
    STATE_APPLY_UNKNOWN,
    STATE_AGAIN,
    STATE_HELD,
    STATE_DROPPED,
    TO_APPLY,
    TO_APPLY_THEN,
    TO_APPLY_OTHERS,
    MISSING,
    MISSING_AND,
    KEPT,
    MORE_MISSING,
    NEVER_APPLIED,
    ONE_BY_ONE,
    MERGING_APPLIES,
    MERGING_APPLIES_THEN,
    ONLY_MERGING_APPLIES,
    THEN_MERGED,
    ONCE_MERGING_APPLIES,
    ONCE_ONLY_MERGING_APPLIES,
    MERGED_LEFT,
    TO_APPLY_IT,
    TO_APPLY_BOTH,
    TO_APPLY_ALL,
    APPLY_ONE,
    PLAN_ONE,
    UNLOCK_THERE,
    NONE_TOUCHED,
    LOCAL_STATE,
    EXPECTED,
    NO_CHANGES,
    EXTRAS,
    EXTRA_REPLACE,
    EXTRA_MOVE,
    EXTRA_OUTPUT,
    EXTRA_DRIFT,
    SHOW_PLAN,
    SHOW_LOG,
    LOG,
    LINES_BEFORE,
    LINES_AFTER,
    SEE_LOG,
    MORE_PROJECTS,
    MORE_ROWS,
    MORE_ROWS_STATE,
    MORE_TEXTS,
    MORE_PROBLEMS,
    MORE_DIFFERENCES,
    FOLDED_UNCHANGED,
    PLANNED_FROM,
    LOOKED_AT,
    PLAN_ALL,
    UNLOCK_ALL,
    NEIGHBOURS,
    DENIED,
    BROKEN,
    FREED,
    FREED_CLOSED,
    FREED_NONE,
    DROPPED_MET,
    DROPPED_EXPECTED,
    DROPPED_NEXT;

    private final String template;

    Words() {
        String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
        String text = File.SENTENCES.get(name);
        if (text == null) {
            throw new IllegalStateException("words.txt lacks '" + name + "'");
        }
        this.template = text;
    }

    /** For statuses, which are plain text: values as they are. */
    String plain(Object... namesAndValues) {
        return fill(template, namesAndValues, false);
    }

    /** For comments: numbers and {@link Markdown} as they are; any other text is somebody else's and becomes code. */
    Markdown md(Object... namesAndValues) {
        return new Markdown(fill(template, namesAndValues, true));
    }

    static Map<String, String> sentences() {
        return Map.copyOf(File.SENTENCES);
    }

    /** One pass from left to right, so that nothing in a value is ever taken for a placeholder. */
    private static String fill(String template, Object[] namesAndValues, boolean quote) {
        StringBuilder out = new StringBuilder(template.length() + 64);
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            int close = open < 0 ? -1 : end(template, open);
            if (close < 0) {
                break;
            }
            out.append(template, at, open);
            String inside = template.substring(open + 1, close);
            int bar = inside.indexOf('|');
            if (bar < 0) {
                out.append(show(value(inside, namesAndValues), quote));
            } else {
                int other = inside.lastIndexOf('|');
                boolean one = value(inside.substring(0, bar), namesAndValues).equals(1);
                String chosen = one ? inside.substring(bar + 1, other) : inside.substring(other + 1);
                out.append(fill(chosen, namesAndValues, quote));
            }
            at = close + 1;
        }
        return out.append(template, at, template.length()).toString();
    }

    private static int end(String template, int open) {
        int depth = 0;
        for (int i = open; i < template.length(); i++) {
            char c = template.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static Object value(String name, Object[] namesAndValues) {
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equals(name)) {
                return namesAndValues[i + 1];
            }
        }
        throw new IllegalStateException("nothing given for {" + name + "}");
    }

    private static String show(Object value, boolean quote) {
        return switch (value) {
            case Integer number -> number.toString();
            case Markdown safe -> safe.text();
            default -> quote ? Markdown.code(value.toString()).text() : value.toString();
        };
    }

    /** A class of its own: an enum's constants are made before its own static fields. */
    private static final class File {
        static final Map<String, String> SENTENCES = read();

        private static Map<String, String> read() {
            Map<String, String> sentences = new HashMap<>();
            for (String line : content().split("\n", -1)) {
                int equals = line.indexOf('=');
                if (!line.startsWith("#") && equals > 0) {
                    sentences.put(
                            line.substring(0, equals).strip(),
                            line.substring(equals + 1).strip());
                }
            }
            return sentences;
        }

        private static String content() {
            try (InputStream in = Words.class.getResourceAsStream("words.txt")) {
                if (in == null) {
                    throw new IllegalStateException("words.txt is not in the jar");
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
