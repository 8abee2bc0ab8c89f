package io.tidelock.config.select;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The skeleton of an HCL file: its blocks, their labels, and those attributes that are plain strings. Expressions are stepped
 * over, not understood. Does not recurse, reads every character once, and never throws.
 */
final class Hcl {
    /** A block; the file itself is one without type. */
    record Block(String type, List<String> labels, Map<String, String> strings, List<Block> blocks) {
        static Block of(String type, List<String> labels) {
            return new Block(type, labels, new HashMap<>(), new ArrayList<>());
        }

        List<Block> blocks(String wanted) {
            return blocks.stream().filter(block -> block.type().equals(wanted)).toList();
        }
    }

    private final String text;
    private int at;

    private Hcl(String text) {
        this.text = text;
    }

    /** Empty when the text is not built like HCL. */
    static Optional<Block> read(String text) {
        return new Hcl(text).file();
    }

    private Optional<Block> file() {
        Deque<Block> open = new ArrayDeque<>();
        Block file = Block.of("", List.of());
        open.push(file);
        for (skipSpace(true); at < text.length(); skipSpace(true)) {
            if (text.charAt(at) == '}') {
                at++;
                open.pop();
                if (open.isEmpty()) {
                    return Optional.empty();
                }
                continue;
            }
            String word = word();
            if (word.isEmpty() || !item(word, open)) {
                return Optional.empty();
            }
        }
        return open.size() == 1 ? Optional.of(file) : Optional.empty();
    }

    /** An attribute, or a block up to its brace. */
    private boolean item(String word, Deque<Block> open) {
        List<String> labels = new ArrayList<>();
        while (true) {
            skipSpace(false);
            char c = peek(0);
            if (c == '=' && labels.isEmpty()) {
                at++;
                value().ifPresent(string -> open.element().strings().put(word, string));
                return true;
            }
            if (c == '{') {
                at++;
                Block block = Block.of(word, List.copyOf(labels));
                open.element().blocks().add(block);
                open.push(block);
                return true;
            }
            String label = c == '"' ? string().orElse("") : word();
            if (label.isEmpty()) {
                return false;
            }
            labels.add(label);
        }
    }

    /** Steps over an expression; gives the string if it is nothing but one. */
    private Optional<String> value() {
        skipSpace(false);
        Optional<String> string = peek(0) == '"' ? string() : Optional.empty();
        skipSpace(false);
        char end = peek(0);
        if (end == '\n' || end == '}' || end == '\0') {
            return string;
        }
        skipExpression();
        return Optional.empty();
    }

    private void skipExpression() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (depth == 0 && (c == '\n' || c == '}')) {
                return;
            }
            if (c == '"') {
                string();
            } else if (c == '<' && peek(1) == '<' && heredoc()) {
                continue;
            } else if (comment()) {
                continue;
            } else {
                depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
                at++;
            }
        }
    }

    /** A quoted string with all that is in it; its text, unless it has to be computed or holds escapes. */
    private Optional<String> string() {
        int start = at++ + 1;
        boolean plain = true;
        Deque<Character> within = new ArrayDeque<>();
        within.push('"');
        while (at < text.length()) {
            char c = text.charAt(at++);
            boolean quoted = within.element() == '"';
            if (c == '"' && quoted) {
                within.pop();
                if (within.isEmpty()) {
                    return plain ? Optional.of(text.substring(start, at - 1)) : Optional.empty();
                }
            } else if (c == '"') {
                within.push('"');
            } else if (quoted && c == '\\') {
                plain = false;
                at++;
            } else if (quoted && (c == '$' || c == '%') && peek(0) == c && peek(1) == '{') {
                plain = false;
                at += 2;
            } else if (quoted && (c == '$' || c == '%') && peek(0) == '{') {
                plain = false;
                at++;
                within.push('{');
            } else if (quoted && c == '\n' && within.size() == 1) {
                return Optional.empty(); // it was not closed: the next line is not lost with it
            } else if (!quoted && c == '{') {
                within.push('{');
            } else if (!quoted && c == '}') {
                within.pop();
            }
        }
        return Optional.empty();
    }

    /** {@code <<END} or {@code <<-END}: everything up to a line that holds only that word, else everything. */
    private boolean heredoc() {
        int before = at;
        at += peek(2) == '-' ? 3 : 2;
        String end = word();
        int line = text.indexOf('\n', at);
        if (end.isEmpty()) {
            at = before;
            return false;
        }
        while (line >= 0) {
            int next = text.indexOf('\n', line + 1);
            int stop = next < 0 ? text.length() : next;
            if (text.substring(line + 1, stop).strip().equals(end)) {
                at = stop;
                return true;
            }
            line = next;
        }
        at = text.length();
        return true;
    }

    private void skipSpace(boolean lines) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\uFEFF' || (lines && c == '\n')) {
                at++;
            } else if (!comment()) {
                return;
            }
        }
    }

    /** Steps over a comment; a comment to the end of the line leaves the end of the line. */
    private boolean comment() {
        char c = peek(0);
        if (c == '#' || (c == '/' && peek(1) == '/')) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
            return true;
        }
        if (c == '/' && peek(1) == '*') {
            int end = text.indexOf("*/", at + 2);
            at = end < 0 ? text.length() : end + 2;
            return true;
        }
        return false;
    }

    private String word() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }
}
