package io.tidelock.run.step;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.tidelock.core.project.Step;
import java.util.List;
import java.util.stream.IntStream;

/** What people see of what a command printed. */
final class Shows {
    private static final java.util.regex.Pattern REFRESHING = java.util.regex.Pattern.compile(
            ".*: Refreshing( state)?\\.\\.\\..*|.*: (Reading|Still reading)\\.\\.\\..*|.*: Read complete after .*");

    private Shows() {}

    static String of(Step.Shown shown, String text) {
        String left = shown.refreshStripped() ? afterRefreshing(text) : text;
        for (String filter : shown.filters()) {
            left = redacted(Pattern.compile(filter), left);
        }
        return left;
    }

    private static String afterRefreshing(String text) {
        List<String> lines = text.lines().toList();
        int last = IntStream.range(0, lines.size())
                .filter(i -> REFRESHING.matcher(lines.get(i)).matches())
                .max()
                .orElse(-1);
        return last < 0
                ? text
                : String.join("\n", lines.subList(last + 1, lines.size())).strip();
    }

    /** Each match becomes {@code $1<redacted>$2}, where groups that are not there are empty. */
    private static String redacted(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            out.append(text, from, matcher.start())
                    .append(group(matcher, 1))
                    .append("<redacted>")
                    .append(group(matcher, 2));
            from = matcher.end();
        }
        return out.append(text.substring(from)).toString();
    }

    private static String group(Matcher matcher, int number) {
        String found = number <= matcher.groupCount() ? matcher.group(number) : null;
        return found == null ? "" : found;
    }
}
