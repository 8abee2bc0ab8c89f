package io.tidelock.server.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What terraform printed, made fit for a fence: no colours of a terminal, every character visible, whole lines.
 *
 * @param before how many lines were left out in front
 * @param after how many lines were left out behind
 */
record TerraformText(String text, int before, int after) {
    private static final Pattern ANSI = Pattern.compile(
            "\u001b(?:\\[[0-?]*+[ -/]*+[@-~]|\\][^\u0007\u001b\n]*+(?:\u0007|\u001b\\\\)?|[@-Z\\\\^_])");
    private static final Pattern CHANGE = Pattern.compile("( *+)([-+~]|-/\\+|\\+/-|<=) .*", Pattern.DOTALL);
    private static final Pattern HEREDOC = Pattern.compile(".*<<[-~]?([A-Za-z_]\\w*+)(?: # .*)?", Pattern.DOTALL);
    private static final Pattern LEGEND = Pattern.compile(
            "plan\\. Resource actions are .*| *(?:[-+~]|-/\\+|\\+/-|<=) (?:create|destroy|update|read|forget).*| *");
    private static final Pattern ERROR = Pattern.compile("(?m)^Error: ");

    /** A plan: without its legend, markers in the first column, where a diff shows colours. */
    static TerraformText plan(String raw, int room) {
        return new Reader(raw, room, true).read();
    }

    /** Anything else: without the frame that terraform draws around errors. */
    static TerraformText log(String raw, int room) {
        int start = raw.length() / 2 <= room ? 0 : interesting(raw, room);
        TerraformText rest = new Reader(raw.substring(start), room, false).read();
        return new TerraformText(rest.text, rest.before + count(raw, 0, start), rest.after);
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    int lines() {
        return isEmpty() ? 0 : 1 + count(text, 0, text.length());
    }

    /** At most {@code room} characters, cut at the end of a line. An error is kept rather than what came before it. */
    TerraformText cut(int room) {
        if (text.length() <= room) {
            return this;
        }
        Matcher error = ERROR.matcher(text);
        int start = error.find() ? error.start() : 0;
        if (text.length() - start <= room) {
            return new TerraformText(text.substring(start), before + count(text, 0, start), after);
        }
        int end = text.lastIndexOf('\n', start + room);
        if (end <= start) {
            String part = Markdown.shorten(text.substring(start), room);
            return new TerraformText(part, before + count(text, 0, start), after + count(text, start, text.length()));
        }
        return new TerraformText(
                text.substring(start, end), before + count(text, 0, start), after + count(text, end, text.length()));
    }

    /** Where to begin in a text far too long: at the first error, or else so that the end is seen. */
    private static int interesting(String raw, int room) {
        int error = raw.indexOf("Error: ");
        return 1 + (error < 0 ? raw.indexOf('\n', raw.length() - room) : raw.lastIndexOf('\n', error));
    }

    private static int count(String text, int from, int to) {
        int lines = 0;
        for (int i = text.indexOf('\n', from); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) {
            lines++;
        }
        return lines;
    }

    /** Goes through a text once. */
    private static final class Reader {
        private final String raw;
        private final int room;
        private final boolean plan;
        private final StringBuilder out = new StringBuilder();
        private boolean legend;
        /** Column of the marker before the heredoc that is open; -1 when none is. */
        private int heredoc = -1;

        private String heredocEnd = "";
        private boolean heredocDiffers;

        Reader(String raw, int room, boolean plan) {
            this.raw = raw;
            this.room = room;
            this.plan = plan;
        }

        TerraformText read() {
            int at = 0;
            while (at < raw.length()) {
                int end = raw.indexOf('\n', at);
                end = end < 0 ? raw.length() : end;
                String line = visible(at, end);
                if (plan && goodbye(line, end)) {
                    break;
                }
                int kept = out.length();
                line(line);
                if (out.length() > room + 1 && kept > 0) {
                    out.setLength(kept);
                    return new TerraformText(trimmed(), 0, 1 + count(raw.stripTrailing(), end, raw.length()));
                }
                at = end + 1;
            }
            return new TerraformText(trimmed(), 0, 0).cut(room);
        }

        private String trimmed() {
            int start = 0;
            while (start < out.length() && out.charAt(start) == '\n') {
                start++;
            }
            return out.substring(start).stripTrailing();
        }

        private void line(String line) {
            if (plan && line.endsWith("used the selected providers to generate the following execution")) {
                legend = true;
                return;
            }
            legend = legend && LEGEND.matcher(line).matches();
            if (!legend && !line.equals("╷") && !line.equals("╵")) {
                String unframed = line.startsWith("│ ") ? line.substring(2) : line.equals("│") ? "" : line;
                out.append(Markdown.harmless(plan ? marked(unframed) : unframed))
                        .append('\n');
            }
        }

        /** Terraform ends a plan with a rule and advice for the command line, which nobody types here. */
        private boolean goodbye(String line, int end) {
            if (!line.startsWith("────────────")) {
                return false;
            }
            String next = raw.substring(end, Math.min(raw.length(), end + 200)).strip();
            return next.startsWith("Note: You didn't use the -out option") || next.startsWith("Saved the plan to:");
        }

        /** Moves the marker of a changed line to the first column; what a heredoc holds is no marker. */
        private String marked(String line) {
            Matcher change = CHANGE.matcher(line);
            int column = change.matches() ? change.end(1) : -1;
            if (heredoc >= 0) {
                if (line.startsWith(heredocEnd, heredoc + 2)
                        && line.substring(0, heredoc + 2).isBlank()) {
                    heredoc = -1;
                    return line;
                }
                return heredocDiffers && column == heredoc + 4 ? moved(line, column) : line;
            }
            Matcher opening = HEREDOC.matcher(line);
            if (opening.matches()) {
                int indent = 0;
                while (indent < line.length() && line.charAt(indent) == ' ') {
                    indent++;
                }
                heredoc = column >= 0 ? column : Math.max(0, indent - 2);
                heredocEnd = opening.group(1);
                heredocDiffers = column >= 0 && line.charAt(column) == '~';
            }
            return column > 0 || line.startsWith("~ ") ? moved(line, column) : line;
        }

        private static String moved(String line, int column) {
            String rest = line.substring(column);
            int length = rest.indexOf(' ');
            String marker = rest.substring(0, length).replace('~', '!');
            return marker + " ".repeat(column) + rest.substring(length);
        }

        private String visible(int from, int to) {
            String line = raw.substring(from, to > from && raw.charAt(to - 1) == '\r' ? to - 1 : to);
            if (line.indexOf('\u001b') >= 0) {
                line = ANSI.matcher(line).replaceAll("");
            }
            boolean plain = line.length() <= room;
            for (int i = 0; plain && i < line.length(); i++) {
                char c = line.charAt(i);
                plain = c == '\t' || (c >= ' ' && c < 0x7f) || (c >= '─' && c <= '╿');
            }
            if (plain) {
                return line;
            }
            StringBuilder shown = new StringBuilder(line.length() + 16);
            int at = 0;
            while (at < line.length() && shown.length() <= room) {
                int c = line.codePointAt(at);
                if (c == '\t') {
                    shown.append('\t');
                } else {
                    Markdown.show(c, shown);
                }
                at += Character.charCount(c);
            }
            return Markdown.shorten(shown.toString(), room);
        }
    }
}
