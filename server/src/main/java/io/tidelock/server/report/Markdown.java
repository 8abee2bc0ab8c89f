package io.tidelock.server.report;

import io.tidelock.core.outcome.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that is safe in a comment, as it is. Whatever somebody else wrote gets here only through one of the factories:
 * words that cannot mean anything stay words, all else becomes code, where nothing means anything.
 */
record Markdown(String text) {
    /** Longer runs of backticks are shortened, so that a fence is never longer than this plus one. */
    static final int LONGEST_RUN = 12;

    static final Markdown NOTHING = new Markdown("");

    private static final int LONGEST_QUOTE = 1_000;
    private static final int LONGEST_BLOCK = 20_000;
    private static final Pattern RUN = Pattern.compile("`{" + (LONGEST_RUN + 1) + ",}");
    private static final Pattern MARKER = Pattern.compile("<!--(?=\\s*+tidelock:)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern WORD = Pattern.compile(
            "[(\"'“‘]*+([\\p{L}\\p{M}]++\\d{0,3}+(?:['’-][\\p{L}\\p{M}]++)*+|\\d{1,9}+)?[)\"'”’.,;:!?…]*+");
    private static final Pattern OUTER = Pattern.compile("([(\"']*+)(.*?)([)\"',;:!?]*+\\.?+)", Pattern.DOTALL);
    private static final Pattern LIST_NUMBER = Pattern.compile("\\d+[.)].*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,}", Pattern.CASE_INSENSITIVE);
    private static final Pattern WEB = Pattern.compile("www\\.", Pattern.CASE_INSENSITIVE);
    private static final Set<String> ABBREVIATIONS = Set.of("e.g.", "i.e.", "–", "—");

    @Override
    public String toString() {
        return text;
    }

    Markdown then(String ours) {
        return new Markdown(text + ours);
    }

    /** One line of code. */
    static Markdown code(String foreign) {
        return code(foreign, LONGEST_QUOTE);
    }

    static Markdown code(String foreign, int longest) {
        return span(oneLine(foreign, longest));
    }

    /** One line of code in a table, where a bar would end the cell even within code. */
    static Markdown cell(String foreign, int longest) {
        return span(oneLine(foreign, longest).replace('|', '│'));
    }

    private static Markdown span(String line) {
        String fence = "`".repeat(longestRun(line) + 1);
        boolean pad = line.isBlank()
                || line.startsWith("`")
                || line.endsWith("`")
                || (line.startsWith(" ") && line.endsWith(" "));
        String inside = line.isEmpty() ? " " : pad && !line.isBlank() ? " " + line + " " : line;
        return new Markdown(fence + inside + fence);
    }

    /** Code within a line of HTML, such as a summary of details. */
    static Markdown html(String foreign, int longest) {
        String line = oneLine(foreign, longest);
        return new Markdown("<code>"
                + line.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                + "</code>");
    }

    /** A block of code; {@code clean} went through {@link TerraformText}. */
    static Markdown fence(String language, String clean) {
        String fence = "`".repeat(Math.max(3, longestRun(clean) + 1));
        return new Markdown(fence + language + "\n" + clean + "\n" + fence);
    }

    /**
     * A sentence: plain words stay words, quotations in backticks and anything unusual become code. At most {@code longest}
     * characters of it, which backticks and pictures of hidden characters may make a few times longer.
     */
    static Markdown sentence(String foreign, UnaryOperator<String> command, int longest) {
        String line = SPACES.matcher(shorten(foreign, 2 * longest)).replaceAll(" ");
        line = shorten(line.strip(), longest);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < line.length()) {
            int open = line.indexOf('`', at);
            int close = open < 0 ? -1 : line.indexOf('`', open + 1);
            if (close < 0) {
                break;
            }
            words(line.substring(at, open), out);
            String quotation = line.substring(open + 1, close);
            if (quotation.isBlank()) {
                space(out); // what stood on its two sides would else become one word, such as ":smile:"
            } else {
                apart(out).append(code(command.apply(quotation), longest).text());
            }
            at = close + 1;
        }
        words(line.substring(at), out);
        return new Markdown(out.toString().stripTrailing()); // two blanks at the end would break the line
    }

    static Markdown problem(Problem problem, UnaryOperator<String> command) {
        return problem(problem, command, LONGEST_QUOTE);
    }

    /** What was met and what was expected; on the next line what to do. */
    static Markdown problem(Problem problem, UnaryOperator<String> command, int longest) {
        StringBuilder out = new StringBuilder();
        problem.place()
                .ifPresent(place -> out.append(code(place.toString(), longest)).append(": "));
        String met = stop(sentence(problem.met(), command, longest));
        boolean first = out.isEmpty() && !met.isEmpty();
        out.append(first ? met.substring(0, 1).toUpperCase(Locale.ROOT) + met.substring(1) : met);
        if (!problem.expected().isBlank()) {
            Markdown expected = sentence(problem.expected(), command, longest);
            out.append(' ').append(stop(Words.EXPECTED.md("expected", expected)));
        }
        if (!problem.next().isBlank()) {
            out.append('\n').append(stop(sentence(problem.next(), command, longest)));
        }
        return new Markdown(out.toString());
    }

    private static String stop(Markdown sentence) {
        String text = sentence.text().strip();
        String bare = text.endsWith("..") ? text.substring(0, text.length() - 1) : text;
        if (NUMBER.matcher(bare).matches()) {
            return code(bare) + "."; // a bare number with a stop would begin a list
        }
        return bare.isEmpty() || ".!?…:".indexOf(bare.charAt(bare.length() - 1)) >= 0 ? bare : bare + ".";
    }

    /** Paragraphs, lists with dashes and fenced blocks, as other rooms write answers. */
    static Markdown answer(String foreign, UnaryOperator<String> command) {
        StringBuilder out = new StringBuilder();
        StringBuilder block = new StringBuilder();
        boolean fenced = false;
        for (String line : foreign.split("\n", -1)) {
            if (line.strip().startsWith("```")) {
                if (fenced) {
                    out.append(fence(
                                    "",
                                    TerraformText.log(block.toString(), LONGEST_BLOCK)
                                            .text()))
                            .append("\n");
                    block.setLength(0);
                }
                fenced = !fenced;
            } else if (fenced) {
                block.append(line).append('\n');
            } else {
                boolean item = line.startsWith("- ");
                String said = sentence(item ? line.substring(2) : line, command, LONGEST_QUOTE)
                        .text();
                out.append(item && !said.isEmpty() ? "- " : "") // alone it would make the line before a heading
                        .append(said)
                        .append('\n');
            }
        }
        if (fenced) {
            out.append(
                    fence("", TerraformText.log(block.toString(), LONGEST_BLOCK).text()));
        }
        return new Markdown(out.toString().strip());
    }

    private static void words(String prose, StringBuilder out) {
        boolean first = true;
        for (String word : prose.split(" ", -1)) {
            if (!first) {
                space(out);
            }
            first = false;
            Matcher parts = OUTER.matcher(word);
            if (harmlessWord(word, out)) {
                out.append(word);
            } else if (parts.matches() && !parts.group(2).isEmpty()) {
                apart(out.append(parts.group(1)))
                        .append(code(parts.group(2)).text())
                        .append(parts.group(3));
            } else {
                apart(out).append(code(word).text());
            }
        }
    }

    /** Never two in a row, and none in front: four would make a block of code. */
    private static void space(StringBuilder out) {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
            out.append(' ');
        }
    }

    /** Letters or a number with ordinary punctuation, that no host makes a link, a mention or a list of. */
    private static boolean harmlessWord(String word, CharSequence before) {
        if (ABBREVIATIONS.contains(word)) {
            return true;
        }
        return WORD.matcher(word).matches()
                && !COMMIT.matcher(word).find()
                && !WEB.matcher(word).find()
                && word.codePoints().noneMatch(Markdown::hidden)
                && !(LIST_NUMBER.matcher(word).matches() && before.chars().allMatch(c -> c == ' '));
    }

    /** Two pieces of code must not touch: their backticks would be read as one run. */
    private static StringBuilder apart(StringBuilder out) {
        return !out.isEmpty() && out.charAt(out.length() - 1) == '`' ? out.append(' ') : out;
    }

    /** One line in which every character can be seen, at most {@code longest} characters. */
    static String oneLine(String foreign, int longest) {
        StringBuilder out = new StringBuilder(Math.min(foreign.length(), longest) + 16);
        int at = 0;
        while (at < foreign.length() && out.length() <= longest) {
            int c = foreign.codePointAt(at);
            show(c == '\t' ? ' ' : c, out);
            at += Character.charCount(c);
        }
        return harmless(shorten(out.toString(), longest));
    }

    /** Breaks what could pass for a marker of ours, and runs of backticks that no fence could hold. Never makes it longer. */
    static String harmless(String visible) {
        String text = visible;
        if (text.contains("`".repeat(LONGEST_RUN + 1))) {
            text = RUN.matcher(text).replaceAll(run -> "`".repeat(LONGEST_RUN - 1) + "…");
        }
        return text.contains("<!--") ? MARKER.matcher(text).replaceAll("<! -") : text;
    }

    /** Cuts between characters, never within one. */
    static String shorten(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Math.max(0, longest - 1);
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** Appends the character, or a picture of it when it could not be seen or would move what stands beside it. */
    static void show(int c, StringBuilder out) {
        if (c < ' ') {
            out.append((char) (0x2400 + c));
        } else if (c == 0x7f) {
            out.append('\u2421');
        } else if (c >= 0x80 && hidden(c)) {
            out.append("⟨U+").append(String.format("%04X", c)).append('⟩');
        } else {
            out.appendCodePoint(c);
        }
    }

    /** Control and format characters, whatever turns the direction of writing, blanks that are no blanks, half characters. */
    static boolean hidden(int c) {
        if (c < 0x80) {
            return c < ' ' || c == 0x7f;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            case Character.SPACE_SEPARATOR -> c != 0xa0 && c != 0x3000;
            default -> c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800 || c == 0x34f;
        };
    }

    static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
