package io.tidelock.testkit.fake;

import io.tidelock.core.job.Lease;
import io.tidelock.core.port.run.Arbiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs without processes: understands {@code echo "TEXT"} with variables and {@code $1} to {@code $9} in it, {@code exit N} and
 * {@code [ "TEXT" = "TEXT" ] && …} before either, and no more.
 */
public final class FakeArbiter implements Arbiter {
    private static final Pattern WHEN = Pattern.compile("\\[ \"([^\"]*)\" = \"([^\"]*)\" ] && (.*)");
    private static final Pattern ECHO = Pattern.compile("echo \"([^\"]*)\"");
    private static final Pattern VARIABLE = Pattern.compile("\\$([A-Z_]+|[1-9])");

    private final Map<String, List<String>> programs = new TreeMap<>();
    private final List<Inquiry> asked = new ArrayList<>();

    /** Makes a program of these commands, to be called by that name. */
    public synchronized String program(String name, String... commands) {
        programs.put(name, List.of(commands));
        return name;
    }

    /** What was asked so far, in its order. */
    public synchronized List<Inquiry> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized Ruling ask(Inquiry inquiry, Lease lease) {
        lease.check();
        asked.add(inquiry);
        List<String> commands = programs.get(inquiry.authority().command());
        if (commands == null) {
            return new Ruling.No("ended with exit code 127", inquiry.authority().command() + ": not found");
        }
        List<String> arguments = new ArrayList<>(inquiry.authority().args());
        arguments.addAll(inquiry.arguments());
        List<String> lines = new ArrayList<>();
        for (String command : commands) {
            Matcher when = WHEN.matcher(command);
            String then = command;
            if (when.matches()) {
                boolean same = filled(when.group(1), arguments, inquiry.variables())
                        .equals(filled(when.group(2), arguments, inquiry.variables()));
                then = same ? when.group(3) : "echo \"\"";
            }
            Matcher echo = ECHO.matcher(then);
            if (echo.matches()) {
                String words = filled(echo.group(1), arguments, inquiry.variables());
                lines.addAll(words.isEmpty() ? List.of() : List.of(words));
            } else if (then.equals("exit 0")) {
                break;
            } else if (then.startsWith("exit ")) {
                return new Ruling.No("ended with exit code " + then.substring(5), String.join("\n", lines));
            } else {
                throw new IllegalArgumentException("the fake does not understand: " + command);
            }
        }
        return !lines.isEmpty() && lines.getLast().equalsIgnoreCase("pass")
                ? new Ruling.Pass()
                : new Ruling.No("did not say `pass`", String.join("\n", lines));
    }

    private static String filled(String text, List<String> arguments, Map<String, String> variables) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            String value = Character.isDigit(name.charAt(0))
                    ? Integer.parseInt(name) <= arguments.size() ? arguments.get(Integer.parseInt(name) - 1) : ""
                    : variables.getOrDefault(name, "");
            return Matcher.quoteReplacement(value);
        });
    }
}
