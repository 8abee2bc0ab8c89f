package io.tidelock.run.terraform;

import java.util.ArrayList;
import java.util.List;

/** Takes a configuration file apart into words: names and numbers, strings, signs, ends of lines. Comments are left out. */
final class HclWords {
    enum Kind {
        NAME,
        STRING,
        SIGN,
        LINE
    }

    record Word(Kind kind, String text) {
        boolean is(String sign) {
            return kind == Kind.SIGN && text.equals(sign);
        }
    }

    private static final List<String> LONG_SIGNS = List.of("...", "==", "!=", "<=", ">=", "=>", "&&", "||", "::");

    private final String text;
    private final List<Word> words = new ArrayList<>();
    private int at;

    private HclWords(String text) {
        this.text = text;
    }

    static List<Word> of(String text) throws Hcl.Strange {
        HclWords reader = new HclWords(text.startsWith("\uFEFF") ? text.substring(1) : text);
        while (reader.at < reader.text.length()) {
            reader.word();
        }
        return reader.words;
    }

    private void word() throws Hcl.Strange {
        char c = text.charAt(at);
        int begin = at;
        if (c == '\n') {
            at++;
            words.add(new Word(Kind.LINE, "\n"));
        } else if (Character.isWhitespace(c)) {
            at++;
        } else if (comment()) {
            return;
        } else if (c == '"') {
            at++;
            string();
            words.add(new Word(Kind.STRING, text.substring(begin, at)));
        } else if (text.startsWith("<<", at)) {
            heredoc();
            words.add(new Word(Kind.STRING, text.substring(begin, at)));
        } else if (part(c)) {
            while (at < text.length() && part(text.charAt(at))) {
                at++;
            }
            words.add(new Word(Kind.NAME, text.substring(begin, at)));
        } else {
            String sign = LONG_SIGNS.stream()
                    .filter(longer -> text.startsWith(longer, at))
                    .findFirst()
                    .orElse(String.valueOf(c));
            at += sign.length();
            words.add(new Word(Kind.SIGN, sign));
        }
    }

    private static boolean part(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || Character.isSurrogate(c);
    }

    private boolean comment() throws Hcl.Strange {
        if (text.charAt(at) == '#' || text.startsWith("//", at)) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
            return true;
        }
        if (!text.startsWith("/*", at)) {
            return false;
        }
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw new Hcl.Strange("an unfinished comment");
        }
        at = end + 2;
        return true;
    }

    /** From behind the opening quote to behind the closing one; what is between {@code ${} and its brace has quotes of its own. */
    private void string() throws Hcl.Strange {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\n') {
                throw new Hcl.Strange("a string that does not end in its line");
            }
            if (c == '\\') {
                at++;
            } else if ((c == '$' || c == '%') && at < text.length()) {
                if (text.charAt(at) == c && text.startsWith("{", at + 1)) {
                    at += 2;
                } else if (text.charAt(at) == '{') {
                    at++;
                    template();
                }
            }
        }
        throw new Hcl.Strange("an unfinished string");
    }

    private void template() throws Hcl.Strange {
        int depth = 1;
        while (at < text.length()) {
            if (comment()) {
                continue;
            }
            if (text.startsWith("<<", at)) {
                throw new Hcl.Strange("a heredoc within a string");
            }
            char c = text.charAt(at++);
            if (c == '"') {
                string();
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return;
            }
        }
        throw new Hcl.Strange("an unfinished template");
    }

    private void heredoc() throws Hcl.Strange {
        int line = text.indexOf('\n', at);
        if (line < 0) {
            throw new Hcl.Strange("an unfinished heredoc");
        }
        String marker = text.substring(at + 2, line).replaceFirst("^-", "").strip();
        if (marker.isEmpty() || !marker.chars().allMatch(c -> part((char) c))) {
            throw new Hcl.Strange("a heredoc without a name");
        }
        for (int begin = line + 1; begin <= text.length(); ) {
            int end = text.indexOf('\n', begin);
            int stop = end < 0 ? text.length() : end;
            if (text.substring(begin, stop).strip().equals(marker)) {
                at = stop;
                return;
            }
            begin = stop + 1;
        }
        throw new Hcl.Strange("an unfinished heredoc");
    }
}
