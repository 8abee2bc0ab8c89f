package io.tidelock.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.job.Job;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.words.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every scene, letter by letter: comments in a file each, statuses and reactions of all in {@code statuses.txt}. After a
 * change of wording, run with {@code -Dgolden.write=true}, read the difference, and commit it.
 */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/tidelock/server/report/golden");
    private static final boolean WRITE = Boolean.getBoolean("golden.write");

    private final Reporter reporter = new Reporter(Scenes.SETTINGS);

    @TestFactory
    Stream<DynamicTest> comments() {
        return Scenes.all().entrySet().stream()
                .map(scene -> DynamicTest.dynamicTest(
                        scene.getKey(),
                        () -> bodies(scene.getKey(), scene.getValue()).forEach(GoldenTest::compare)));
    }

    @Test
    void statuses() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, List<Evidence>> scene : Scenes.all().entrySet()) {
            all.append(scene.getKey()).append('\n');
            for (Message message : reporter.words(job(scene.getKey()), scene.getValue())) {
                all.append("    ").append(line(message)).append('\n');
            }
        }
        compare("statuses.txt", all.toString());
    }

    @Test
    void no_expectation_is_left_over() throws IOException {
        TreeSet<String> expected = new TreeSet<>(List.of("statuses.txt"));
        Scenes.all()
                .forEach((name, evidence) ->
                        expected.addAll(bodies(name, evidence).keySet()));
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private Map<String, String> bodies(String name, List<Evidence> evidence) {
        Map<String, String> bodies = new java.util.LinkedHashMap<>();
        List<String> suffixes = new ArrayList<>(List.of(".md", "-2.md"));
        for (Message message : reporter.words(job(name), evidence)) {
            switch (message) {
                case Message.Summary summary -> bodies.put(name + suffixes.removeFirst(), summary.body());
                case Message.Reply reply -> bodies.put(name + suffixes.removeFirst(), reply.body());
                case Message.Status status -> {}
                case Message.React react -> {}
            }
        }
        return bodies;
    }

    private static Job job(String name) {
        return switch (name.replaceFirst("-.*", "")) {
            case "unlocked" -> Scenes.job(new Work.Unlock(Scenes.ORDER));
            case "closed" -> Scenes.job(new Work.Close(Scenes.PULL, Scenes.HEAD));
            case "merged" -> Scenes.job(new Work.Land(Scenes.PULL, Scenes.HEAD));
            case "applied", "apply", "denied", "answer" -> Scenes.apply();
            default -> Scenes.job();
        };
    }

    private static String line(Message message) {
        return switch (message) {
            case Message.Summary summary ->
                "summary, publishes " + summary.publishes().size();
            case Message.Reply reply -> "reply " + reply.id();
            case Message.Status status ->
                status.status().context() + " " + status.status().sha().abbreviated() + " "
                        + status.status().state() + ": " + status.status().description();
            case Message.React react -> "react " + react.reaction();
        };
    }

    private static void compare(String file, String text) {
        try {
            Path path = FOLDER.resolve(file);
            String met = text.endsWith("\n") ? text : text + "\n";
            if (WRITE) {
                Files.writeString(path, met);
            }
            assertThat(path).exists();
            assertThat(met).isEqualTo(Files.readString(path));
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
