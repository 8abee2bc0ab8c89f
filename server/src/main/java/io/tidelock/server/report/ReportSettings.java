package io.tidelock.server.report;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.words.Reaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the words depend on besides the evidence.
 *
 * @param statusName first part of a status, e.g. {@code tidelock} in {@code tidelock/plan}
 * @param commandPrefix what people type before a command, e.g. {@code tidelock}; empty when they type none
 * @param publicUrl where the server's pages are, when people can reach them; without a slash at the end
 * @param maxBody how many characters a comment may have
 * @param appliesOnComment whether a comment may have plans applied while the pull request is open
 * @param manner what the operator wants to be said, and how
 * @param reference how people on its host write a pull request of the same repository, e.g. {@code #7}
 */
public record ReportSettings(
        String statusName,
        String commandPrefix,
        Optional<String> publicUrl,
        int maxBody,
        boolean appliesOnComment,
        Function<PullRef, String> reference,
        Manner manner) {
    private static final int LONGEST_CONTEXT = 255;
    private static final Pattern URL = Pattern.compile("https?://[^\\s()<>\\[\\]\"'`|\\\\]{1,200}");
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9._/@:+=,%-]+");
    private static final Pattern OURS = Pattern.compile("(plan|apply|unlock|help|version|import|state( rm)?)( .*)?");

    /**
     * What the operator wants to be said, and how.
     *
     * @param first the first sign on a comment
     * @param folded whether long texts are folded
     * @param applies whether anything is applied at all
     * @param appliesAll whether one comment may apply everything that waits
     * @param answersWithoutProjects whether a comment that has nothing planned gets an answer
     * @param statusWithoutProjects whether a commit that touches no project gets a status; without, there is no first one either
     * @param eachProject whether each project has statuses of its own
     * @param reports whether statuses bring along what a host may show beside them
     */
    public record Manner(
            Reaction first,
            boolean folded,
            boolean applies,
            boolean appliesAll,
            boolean answersWithoutProjects,
            boolean statusWithoutProjects,
            boolean eachProject,
            boolean reports) {
        public static final Manner USUAL = new Manner(Reaction.EYES, true, true, true, true, true);

        /** With statuses for the whole only. */
        public Manner(
                Reaction first,
                boolean folded,
                boolean applies,
                boolean appliesAll,
                boolean answersWithoutProjects,
                boolean statusWithoutProjects) {
            this(first, folded, applies, appliesAll, answersWithoutProjects, statusWithoutProjects, false, false);
        }
    }

    /** In the usual manner. */
    public ReportSettings(
            String statusName,
            String commandPrefix,
            Optional<String> publicUrl,
            int maxBody,
            boolean appliesOnComment,
            Function<PullRef, String> reference) {
        this(statusName, commandPrefix, publicUrl, maxBody, appliesOnComment, reference, Manner.USUAL);
    }

    /** Of a server that applies on comments, on a host that writes {@code #7}. */
    public ReportSettings(String statusName, String commandPrefix, Optional<String> publicUrl, int maxBody) {
        this(statusName, commandPrefix, publicUrl, maxBody, true, pull -> "#" + pull.number());
    }

    public ReportSettings {
        if (statusName.isBlank() || statusName.length() > 200) {
            throw new IllegalArgumentException("not a status name: '" + statusName + "', expected 1 to 200 characters");
        }
        if (maxBody < 4_000) {
            throw new IllegalArgumentException(
                    "comments of " + maxBody + " characters are too short, expected 4000 or more");
        }
        commandPrefix = commandPrefix.strip();
        if (commandPrefix.length() > 50 || commandPrefix.codePoints().anyMatch(Markdown::hidden)) {
            throw new IllegalArgumentException("not a word to begin commands with: '" + commandPrefix + "'");
        }
        publicUrl = publicUrl.map(url -> url.replaceAll("/+$", ""));
        publicUrl.filter(url -> !URL.matcher(url).matches()).ifPresent(url -> {
            throw new IllegalArgumentException(
                    "not an address: '" + url + "', expected for example https://tidelock.example.com");
        });
    }

    /** Cut to what hosts take, and still not the same as another's: a mark of the whole, as Atlantis makes it, ends it. */
    String context(String verb) {
        String context = statusName + "/" + verb;
        if (context.length() <= LONGEST_CONTEXT) {
            return context;
        }
        String mark = "-" + sha256(context).substring(0, 12);
        int cut = LONGEST_CONTEXT - mark.length();
        return context.substring(0, Character.isHighSurrogate(context.charAt(cut - 1)) ? cut - 1 : cut) + mark;
    }

    private static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** What to type for {@code words}, e.g. {@code tidelock apply}. */
    String command(String words) {
        return commandPrefix.isEmpty() ? words : commandPrefix + " " + words;
    }

    /** What to type for one project; empty when its name cannot be typed. */
    Optional<String> command(String verb, ProjectKey key) {
        boolean named = !key.name().isEmpty();
        String typed = named
                ? verb + " -p " + quoted(key.name())
                : verb + " -d " + quoted(key.dir())
                        + (key.workspace().equals(ProjectKey.DEFAULT_WORKSPACE)
                                ? ""
                                : " -w " + quoted(key.workspace()));
        boolean typeable = typed.length() <= 400 && typed.codePoints().noneMatch(Markdown::hidden);
        return typeable ? Optional.of(command(typed)) : Optional.empty();
    }

    /** Other rooms write {@code plan} in their sentences; here it becomes what this server listens to. */
    String complete(String quotation) {
        return OURS.matcher(quotation).matches() ? command(quotation) : quotation;
    }

    String named(PullRef pull) {
        return reference.apply(pull);
    }

    Optional<String> runUrl(RunId run) {
        return publicUrl.map(url -> url + "/runs/" + run.value());
    }

    private static String quoted(String word) {
        return NEEDS_NO_QUOTES.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
