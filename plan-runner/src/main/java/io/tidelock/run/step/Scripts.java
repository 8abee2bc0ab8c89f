package io.tidelock.run.step;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Step;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.SearchPath;
import io.tidelock.run.terraform.Output;
import io.tidelock.run.terraform.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs commands of people's own in the place of a site, each in the shell that it asks for. */
final class Scripts {
    private static final int LARGEST_ANSWER = 1 << 20;

    private final Site site;
    private final boolean undisturbed;
    private final String course;
    private int count;

    /**
     * @param course tells its steps from those of another in the same run
     * @param undisturbed true when a command goes on by itself while we are called away, as for an apply
     */
    Scripts(Site site, String course, boolean undisturbed) {
        this.course = course;
        this.site = site;
        this.undisturbed = undisturbed;
    }

    /** A command that was run, or why it could not be. */
    record Call(Optional<Ran> ran, Optional<Broken> broken) {}

    /** True when none was run yet. */
    boolean none() {
        return count == 0;
    }

    String name(String word) {
        return course + "-" + ++count + "-" + word;
    }

    /**
     * @param word what kind of step it is, for messages
     * @param answer where its output goes; the log when empty
     * @param apart true when only standard output goes there, and errors to the log
     */
    Call call(
            Step.Script script,
            String word,
            Map<String, String> environment,
            Optional<Path> answer,
            boolean apart,
            Patience patience)
            throws IOException {
        Optional<Path> shell = shell(script.shell(), environment);
        if (shell.isEmpty()) {
            return new Call(
                    Optional.empty(),
                    Optional.of(new Broken(
                            Problem.of(
                                    "the shell '" + script.shell() + "' of a '" + word + "' step is not on the server",
                                    "a program on the server's PATH, or its absolute path",
                                    "Install it, or choose another 'shell'"),
                            "")));
        }
        if (answer.isPresent()) {
            Files.deleteIfExists(answer.get());
        }
        List<String> argv = new ArrayList<>();
        argv.add(shell.get().toString());
        argv.addAll(script.shellArgs());
        argv.add(script.command());
        Ran ran = site.terraform()
                .with(environment)
                .program(name(word), argv, shortened(script), answer, apart, undisturbed, patience);
        return new Call(Optional.of(ran), Optional.empty());
    }

    /** Only absolute folders are searched: a checkout must not offer shells. */
    private static Optional<Path> shell(String name, Map<String, String> environment) {
        if (name.startsWith("/")) {
            return Optional.of(Path.of(name)).filter(Files::isExecutable);
        }
        return name.contains("/")
                ? Optional.empty()
                : SearchPath.of(environment.getOrDefault("PATH", ""))
                        .find(name)
                        .or(() -> Optional.of(Path.of("/bin", name)).filter(Files::isExecutable));
    }

    /** What went wrong with a command that was run. */
    Optional<Broken> failed(Step.Script script, Call call) {
        Ran end = call.ran().orElseThrow();
        if (end.exited(0)) {
            return Optional.empty();
        }
        try {
            String text = Output.of(site.terraform().folder(), end.from(), site.redactor())
                    .text();
            return Optional.of(new Broken(problem(script, end), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Problem problem(Step.Script script, Ran ran) {
        return Breakage.ofCommand("`" + shortened(script) + "`", site.dir(), ran.end());
    }

    /** For people. */
    static String shortened(Step.Script script) {
        String line = script.command().strip().replaceAll("\\p{Cntrl}+", " ").replace('`', '\'');
        return line.length() > 100 ? line.substring(0, 100) + "…" : line;
    }

    /** What was written there; the file is gone afterwards. */
    static String answer(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (var stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
