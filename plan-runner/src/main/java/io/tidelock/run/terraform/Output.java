package io.tidelock.run.terraform;

import io.tidelock.core.outcome.Problem;
import io.tidelock.run.process.Redactor;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.process.RunLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one call of terraform printed, read once from beginning to end however long it is.
 *
 * @param text for people: no colours, no lines about progress, secrets replaced, cut to what a comment can hold
 * @param idle it said that there is nothing to do
 * @param complete its last word after an apply
 * @param error the first error's title
 */
public record Output(String text, boolean idle, Optional<String> complete, Optional<Failure> error) {
    private static final int LONGEST_LINE = 32 << 10;
    private static final long LONGEST = 64L << 20;

    private static final Pattern COLOUR =
            Pattern.compile("\u001b(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?)");
    private static final Pattern PROGRESS = Pattern.compile(
            "\\S.*?: (?:Refreshing state\\.\\.\\.|Reading\\.\\.\\.|Still reading\\.\\.\\.|Read complete after "
                    + "|Preparing import\\.\\.\\.|Opening\\.\\.\\.|Opening complete after |Closing\\.\\.\\.|Closing complete after )"
                    + ".*|(?:Acquiring|Releasing) state lock\\. This may take a few moments\\.\\.\\.");
    private static final Pattern COMPLETE = Pattern.compile("(?:Apply|Destroy) complete! Resources: .*");
    private static final Pattern ERROR = Pattern.compile("[╷│|\\s]*Error: (.*)");
    private static final Pattern PLACE = Pattern.compile("[│|\\s]*on (\\S.*) line (\\d+)\\b.*");
    private static final Pattern RULE = Pattern.compile("─{5,}\\s*");

    /** @param title of the first error */
    public record Failure(String title, Optional<Problem.Place> place, String whole) {}

    /** Keeps every line. */
    public static Output of(RunFolder folder, long from, Redactor redactor) throws IOException {
        return read(folder.log(), from, redactor, false);
    }

    /** Drops the lines in which terraform tells what it reads. */
    public static Output ofPlan(RunFolder folder, long from, Redactor redactor) throws IOException {
        return read(folder.log(), from, redactor, true);
    }

    private static Output read(RunLog log, long from, Redactor redactor, boolean plan) throws IOException {
        Excerpt excerpt = new Excerpt();
        boolean idle = false;
        boolean saved = false;
        String rule = "";
        Optional<String> complete = Optional.empty();
        FailureReader failure = new FailureReader();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(log.since(from), StandardCharsets.UTF_8), 1 << 16)) {
            long read = 0;
            for (String raw = line(reader); !raw.isEmpty() && read < LONGEST; raw = line(reader)) {
                read += raw.length();
                String line = redactor.redact(plain(raw));
                String bare = line.stripTrailing();
                idle |= bare.startsWith("No changes.") || bare.contains("found no differences");
                if (bare.contains(" complete! ") && COMPLETE.matcher(bare).matches()) {
                    complete = Optional.of(bare);
                }
                failure.see(bare);
                if (!plan) {
                    excerpt.add(line);
                    continue;
                }
                saved |= bare.startsWith("Saved the plan to: ");
                if (saved || progress(bare)) {
                    continue;
                }
                if (bare.startsWith("─") && RULE.matcher(bare).matches()) {
                    rule = line;
                    continue;
                }
                if (!rule.isEmpty() && !bare.isEmpty()) {
                    excerpt.add(rule);
                    rule = "";
                }
                excerpt.add(line);
            }
        }
        String text = redactor.redact(trimmed(excerpt.text()));
        return new Output(text, idle, complete, failure.found());
    }

    private static String plain(String line) {
        String still = line.indexOf('\u001b') < 0 ? line : COLOUR.matcher(line).replaceAll("");
        return still.endsWith("\r\n") ? still.substring(0, still.length() - 2) + "\n" : still;
    }

    /** Told without the need to look closer for most lines: what is planned is indented. */
    private static boolean progress(String line) {
        return !line.startsWith(" ")
                && (line.contains("...") || line.contains(" complete after "))
                && PROGRESS.matcher(line).matches();
    }

    /** A line with its end; at most a piece of a line that is too long; empty at the end. */
    private static String line(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            line.append((char) c);
            if (c == '\n' || (line.length() >= LONGEST_LINE && !Character.isHighSurrogate((char) c))) {
                break;
            }
        }
        return line.toString();
    }

    /** Without empty lines around it. */
    private static String trimmed(String text) {
        int begin = 0;
        for (int i = 0; i < text.length() && Character.isWhitespace(text.charAt(i)); i++) {
            if (text.charAt(i) == '\n') {
                begin = i + 1;
            }
        }
        return text.substring(begin).stripTrailing();
    }

    /** Picks the first error: its title, where it is, and the words that follow. */
    private static final class FailureReader {
        private static final int LONGEST_ERROR = 8 << 10;

        /** What init says first when the configuration is at fault; the errors that matter follow. */
        private static final String PREAMBLE = "Terraform encountered problems during initiali";

        private final StringBuilder whole = new StringBuilder();
        private String title = "";
        private Optional<Problem.Place> place = Optional.empty();

        void see(String line) {
            if (title.isEmpty()) {
                Matcher error = ERROR.matcher(line);
                if (!line.contains("Error: ")
                        || !error.matches()
                        || error.group(1).startsWith(PREAMBLE)) {
                    return;
                }
                title = error.group(1).strip();
            }
            Matcher found = PLACE.matcher(line);
            if (place.isEmpty() && found.matches()) {
                place = Optional.of(new Problem.Place(found.group(1), number(found.group(2)), 0));
            }
            if (whole.length() < LONGEST_ERROR) {
                whole.append(line.replaceFirst("^[│╷╵|] ?", "")).append('\n');
            }
        }

        private static int number(String digits) {
            return digits.length() > 9 ? 0 : Integer.parseInt(digits);
        }

        Optional<Failure> found() {
            return title.isEmpty() ? Optional.empty() : Optional.of(new Failure(title, place, whole.toString()));
        }
    }
}
