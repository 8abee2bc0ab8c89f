package io.tidelock.sandbox.page;

import io.tidelock.sandbox.git.FileChange;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Changed files with their hunks. */
final class DiffView {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,\\d+)? \\+(\\d+)(?:,\\d+)? @@.*");
    private static final int MOST_LINES_OPEN = 500;

    private DiffView() {}

    static String html(List<FileChange> files) {
        if (files.isEmpty()) {
            return "<div class=\"card\"><div class=\"empty\">Nothing differs.</div></div>";
        }
        StringBuilder html = new StringBuilder();
        for (FileChange file : files) {
            boolean small = file.additions() + file.deletions() <= MOST_LINES_OPEN;
            String name = file.previousPath() == null
                    ? Html.escape(file.path())
                    : Html.escape(file.previousPath()) + " → " + Html.escape(file.path());
            html.append("<details class=\"card file\"")
                    .append(small ? " open" : "")
                    .append("><summary><b class=\"mono\">");
            html.append(name).append("</b><span class=\"tag\">").append(file.status());
            html.append("</span><span class=\"stat\">").append(stat(file.additions(), file.deletions()));
            html.append("</span></summary>").append(table(file.patch())).append("</details>");
        }
        return html.toString();
    }

    static String stat(int additions, int deletions) {
        return "<span class=\"plus\">+" + additions + "</span> <span class=\"minus\">−" + deletions + "</span>";
    }

    private static String table(@Nullable String patch) {
        if (patch == null) {
            return "<div class=\"empty\">No text to show: binary, too large, or only moved.</div>";
        }
        StringBuilder html = new StringBuilder("<table class=\"diff mono\">");
        int before = 0;
        int after = 0;
        for (String line : patch.lines().toList()) {
            Matcher hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                before = Integer.parseInt(hunk.group(1));
                after = Integer.parseInt(hunk.group(2));
                html.append("<tr class=\"h\"><td class=\"n\"></td><td class=\"n\"></td><td>");
                html.append(Html.escape(line)).append("</td></tr>");
            } else if (line.startsWith("+")) {
                row(html, "a", "", Integer.toString(after++), line);
            } else if (line.startsWith("-")) {
                row(html, "d", Integer.toString(before++), "", line);
            } else if (line.startsWith("\\")) {
                row(html, "", "", "", line);
            } else {
                row(html, "", Integer.toString(before++), Integer.toString(after++), line);
            }
        }
        return html.append("</table>").toString();
    }

    private static void row(StringBuilder html, String kind, String before, String after, String line) {
        html.append("<tr class=\"").append(kind).append("\"><td class=\"n\">").append(before);
        html.append("</td><td class=\"n\">").append(after).append("</td><td>").append(Html.escape(line));
        html.append("</td></tr>");
    }
}
