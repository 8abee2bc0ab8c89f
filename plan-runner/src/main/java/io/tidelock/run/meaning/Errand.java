package io.tidelock.run.meaning;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Provisioners that certainly read no file: a local command of nothing but such programs as write what they are told, named
 * in its text. All else may read whatever lies beside the configuration.
 */
final class Errand {
    private static final Pattern HEAD =
            Pattern.compile("provisioner\\s+\"local-exec\"\\s*\\{(.*)}\\s*", Pattern.DOTALL);

    /** One quoted text in one line; templates in it hold no quotes. */
    private static final Pattern COMMAND =
            Pattern.compile("(?<![\\w.])command\\s*=\\s*\"((?:[^\"\\\\\\n]|\\\\.)*)\"(?=[\\s},]|$)");

    private static final Pattern HARMLESS = Pattern.compile(
            "(?<![\\w.])(?:when\\s*=\\s*(?:create|destroy)|on_failure\\s*=\\s*(?:continue|fail)|quiet\\s*=\\s*(?:true|false))");

    /** Templates whose values are names and numbers; any other could hold a command. */
    private static final Pattern TEMPLATE = Pattern.compile(
            "\\$\\{\\s*(?:self\\.id|path\\.(?:module|root)|count\\.index|each\\.key|terraform\\.workspace)\\s*}");

    /** What lets a shell read a file, run something unnamed, or find names by itself. */
    private static final Pattern READS = Pattern.compile("[<`*?~]|\\$\\(|[$%]\\{|\\\\");

    private static final Pattern BETWEEN = Pattern.compile("&&|\\|\\||[;|&\\n]");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=[^\\s]*");
    private static final Set<String> WRITERS = Set.of(
            "echo",
            "printf",
            "mkdir",
            "touch",
            "sleep",
            "true",
            "false",
            ":",
            "exit",
            "test",
            "[",
            "date",
            "id",
            "hostname");

    private Errand() {}

    /** @param block the source text of the provisioner's block */
    static boolean readsNothing(String block) {
        Matcher head = HEAD.matcher(block);
        if (!head.matches()) {
            return false;
        }
        Matcher command = COMMAND.matcher(head.group(1));
        if (!command.find()) {
            return false;
        }
        String rest =
                head.group(1).substring(0, command.start()) + head.group(1).substring(command.end());
        return HARMLESS.matcher(rest).replaceAll("").replace(',', ' ').isBlank() && onlyWrites(command.group(1));
    }

    private static boolean onlyWrites(String command) {
        String text = TEMPLATE.matcher(command.replace("\\\"", "\"")).replaceAll("{}");
        if (READS.matcher(text).find()) {
            return false;
        }
        for (String one : BETWEEN.split(text)) {
            String program = "";
            for (String word : one.strip().split("\\s+")) {
                if (!ASSIGNMENT.matcher(word).matches()) {
                    program = word;
                    break;
                }
            }
            if (!WRITERS.contains(program)) {
                return false;
            }
        }
        return true;
    }
}
