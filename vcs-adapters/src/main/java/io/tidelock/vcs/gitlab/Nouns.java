package io.tidelock.vcs.gitlab;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What others call a pull request is a merge request on GitLab. Nothing that is quoted as code is touched: it is not ours. */
final class Nouns {
    private static final Pattern FENCE = Pattern.compile("^ {0,3}(`{3,}|~{3,})(.*)$");
    private static final Pattern CODE = Pattern.compile("(`+)(?!`).*?(?<!`)\\1(?!`)|<code>.*?</code>");
    private static final Pattern NOUN = Pattern.compile("\\b([Pp])ull(?= requests?\\b)");

    private Nouns() {}

    /** A whole comment, in Markdown. */
    static String inComment(String body) {
        StringBuilder text = new StringBuilder(body.length() + 64);
        String fence = "";
        for (String line : body.split("(?<=\n)", -1)) {
            Matcher mark = FENCE.matcher(line.stripTrailing());
            if (!fence.isEmpty()) {
                text.append(line);
                boolean ends = mark.matches()
                        && mark.group(1).startsWith(fence)
                        && mark.group(2).isBlank();
                fence = ends ? "" : fence;
            } else if (mark.matches()) {
                fence = mark.group(1);
                text.append(line);
            } else {
                text.append(outsideOfCode(line));
            }
        }
        return text.toString();
    }

    /** One line without any code in it, such as a status. */
    static String inLine(String line) {
        return NOUN.matcher(line).replaceAll(Nouns::ours);
    }

    private static String outsideOfCode(String line) {
        StringBuilder text = new StringBuilder();
        Matcher code = CODE.matcher(line);
        int from = 0;
        while (code.find()) {
            text.append(inLine(line.substring(from, code.start()))).append(code.group());
            from = code.end();
        }
        return text.append(inLine(line.substring(from))).toString();
    }

    private static String ours(MatchResult found) {
        return found.group(1).equals("P") ? "Merge" : "merge";
    }
}
