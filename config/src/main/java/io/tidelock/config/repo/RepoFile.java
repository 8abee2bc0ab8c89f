package io.tidelock.config.repo;

import io.tidelock.config.yaml.Problems;
import io.tidelock.config.yaml.Section;
import io.tidelock.config.yaml.YamlFile;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.project.RepoSettings;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** The file in the repository that says what its projects are. */
public final class RepoFile {
    /** In the order in which they are looked for. */
    private static final List<String> NAMES = List.of("tidelock.yaml", "atlantis.yaml");

    private static final List<String> MISSPELT = List.of("tidelock.yml", "atlantis.yml");

    /** What reading gave. */
    public sealed interface Read permits Meant, Wrong {}

    /** What the file means; the defaults when there is none. */
    public record Meant(RepoSettings settings) implements Read {}

    /** The file is wrong, and nothing may run by it. */
    public record Wrong(List<Problem> problems) implements Read {
        public Wrong {
            problems = List.copyOf(problems);
        }
    }

    private RepoFile() {}

    /** Finds the file in the tree and reads it; without one the defaults hold. */
    public static Read read(SourceTree tree) {
        SortedSet<String> files = tree.files();
        Optional<String> misspelt = MISSPELT.stream().filter(files::contains).findFirst();
        if (misspelt.isPresent()) {
            String right = misspelt.get().replace(".yml", ".yaml");
            return wrong(
                    misspelt.get(),
                    "the file " + misspelt.get(),
                    right,
                    "Run 'git mv " + misspelt.get() + " " + right + "'.");
        }
        List<String> present = NAMES.stream().filter(files::contains).toList();
        if (present.isEmpty()) {
            return new Meant(RepoSettings.none());
        }
        String file = present.getFirst();
        if (tree.links().contains(file)) {
            return wrong(file, "a symbolic link", "a file", "Put the content itself into " + file + ".");
        }
        return tree.read(file, YamlFile.LARGEST)
                .map(bytes -> read(bytes, file))
                .orElseGet(
                        () -> wrong(file, "more than " + YamlFile.LARGEST + " bytes", "a smaller file", "Split it."));
    }

    /** Reads the bytes of the file of this name. */
    public static Read read(byte[] bytes, String file) {
        Problems problems = new Problems(file);
        Optional<Section> top = YamlFile.read(bytes, file, problems);
        if (top.isEmpty()) {
            return problems.none()
                    ? wrong(file, "an empty file", "'version: 3' and projects", "Fill or remove " + file + ".")
                    : new Wrong(problems.list());
        }
        RawRepo raw = RawRepo.read(top.get());
        RepoSettings settings = new Meaning(file).of(raw);
        return problems.none() ? new Meant(settings) : new Wrong(problems.list());
    }

    private static Read wrong(String file, String met, String expected, String next) {
        return new Wrong(List.of(Problem.of(met, expected, next).at(file, 0, 0)));
    }
}
