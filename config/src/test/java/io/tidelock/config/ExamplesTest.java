package io.tidelock.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.repo.RepoFile;
import io.tidelock.config.rules.RepoRules;
import io.tidelock.config.rules.RuleFile;
import io.tidelock.config.select.Selector;
import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is under {@code examples/} selects what its {@code expected.txt} says. */
final class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final String ON = "on ";

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.filter(folder -> Files.exists(folder.resolve("expected.txt"))).sorted().toList().stream();
        }
    }

    @Test
    void thereAreSix() throws IOException {
        assertThat(examples()).hasSize(6);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void selectsWhatItSays(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        List<String> expected = Files.readAllLines(folder.resolve("expected.txt")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(String::strip)
                .toList();
        for (String line : expected) {
            String cause = line.substring(0, line.indexOf("->"));
            String branch = cause.startsWith(ON) ? cause.substring(ON.length(), cause.indexOf(':')) : "main";
            String files = cause.substring(cause.indexOf(':') + 1).strip();
            found.add((cause.strip() + " -> " + planned(folder, branch, files.split(" "))).strip());
        }
        assertThat(found).isEqualTo(expected);
    }

    private static String planned(Path folder, String branch, String... files) throws IOException {
        SourceTree tree = new Folder(folder);
        RepoRules rules = rules(folder);
        RepoSettings settings = ((RepoFile.Meant)
                        RepoFile.read(tree, rules.terms(new RepoRef("github.com", "acme/infra"), Search.USUAL)))
                .settings();
        StringBuilder words = new StringBuilder();
        int stage = 0;
        for (Project project : Selector.select(settings, tree, ChangedFiles.of(files), branch, Selector.Mode.AUTO)
                .projects()) {
            words.append(words.isEmpty() ? "" : project.place().stage() > stage ? " | " : " ")
                    .append(project.key().label())
                    .append(project.refusal().isPresent() ? "!" : "");
            stage = project.place().stage();
        }
        return words.toString();
    }

    private static RepoRules rules(Path folder) throws IOException {
        Path file = folder.resolve("repos.yaml");
        return Files.exists(file)
                ? ((RuleFile.Meant) RuleFile.read(Files.readAllBytes(file), "repos.yaml")).rules()
                : RepoRules.NONE;
    }

    /** A folder as if it were a repository. */
    private record Folder(Path root) implements SourceTree {
        @Override
        public SortedSet<String> files() {
            try (Stream<Path> files = Files.walk(root)) {
                return new TreeSet<>(files.filter(Files::isRegularFile)
                        .map(file -> String.join(
                                "/",
                                Arrays.asList(root.relativize(file).toString().split("[/\\\\]"))))
                        .toList());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public Optional<byte[]> read(String path, int limit) {
            try {
                return Optional.of(Files.readAllBytes(root.resolve(path)));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<String> id(String path) {
            return Optional.empty();
        }

        @Override
        public SortedSet<String> links() {
            return new TreeSet<>();
        }
    }
}
