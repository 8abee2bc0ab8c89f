package io.tidelock.config.repo;

import io.tidelock.config.yaml.Problems;
import io.tidelock.config.yaml.Section;
import io.tidelock.config.yaml.YamlFile;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.project.RepoSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/** The file in the repository that says what its projects are. */
public final class RepoFile {
    /** In the order in which they are looked for. */
    static final List<String> NAMES = List.of("tidelock.yaml", "atlantis.yaml");

    private static final List<String> MISSPELT = List.of("tidelock.yml", "atlantis.yml");

    /** What reading gave. */
    public sealed interface Read permits Meant, Wrong {}

    /**
     * What the file means; the defaults when there is none.
     *
     * @param kept keys that are as the base branch has them, whatever the file says
     */
    public record Meant(RepoSettings settings, List<String> kept) implements Read {
        public Meant {
            kept = List.copyOf(kept);
        }

        Meant(RepoSettings settings) {
            this(settings, List.of());
        }
    }

    /** The file is wrong, and nothing may run by it. */
    public record Wrong(List<Problem> problems) implements Read {
        public Wrong {
            problems = List.copyOf(problems);
        }
    }

    private RepoFile() {}

    /** Finds the file in the tree and reads it; without one the operator's terms hold by themselves. */
    public static Read read(SourceTree tree, Terms terms) {
        return read(tree, terms, Optional.empty());
    }

    /** @param base what the base branch has, when what weakens rules counts as it is there */
    public static Read read(SourceTree tree, Terms terms, Optional<SourceTree> base) {
        Optional<RawRepo> rules = base.map(there -> TrunkRules.of(there, terms));
        SortedSet<String> files = tree.files();
        List<String> names = terms.file().map(List::of).orElse(NAMES);
        Optional<String> misspelt = terms.file().isPresent()
                ? Optional.empty()
                : MISSPELT.stream().filter(files::contains).findFirst();
        if (misspelt.isPresent()) {
            String right = misspelt.get().replace(".yml", ".yaml");
            return wrong(
                    misspelt.get(),
                    "the file " + misspelt.get(),
                    right,
                    "Run 'git mv " + misspelt.get() + " " + right + "'.");
        }
        List<String> present = names.stream().filter(files::contains).toList();
        if (present.isEmpty() && rules.isPresent()) {
            return read(TrunkRules.EMPTY, names.getLast(), terms, files, rules);
        }
        if (present.isEmpty()) {
            return new Meant(new RepoSettings(
                    Optional.empty(),
                    List.of(),
                    terms.search(),
                    terms.usual().workflow(),
                    false,
                    Map.of(),
                    terms.conditions(),
                    terms.abreast(),
                    Optional.empty(),
                    Meaning.together(Stream.concat(terms.refusals().stream(), terms.usual().refusal().stream())
                            .toList())));
        }
        String file = present.getFirst();
        if (tree.links().contains(file)) {
            return wrong(file, "a symbolic link", "a file", "Put the content itself into " + file + ".");
        }
        return tree.read(file, YamlFile.LARGEST)
                .map(bytes -> read(bytes, file, terms, files, rules))
                .orElseGet(
                        () -> wrong(file, "more than " + YamlFile.LARGEST + " bytes", "a smaller file", "Split it."));
    }

    /**
     * Reads the bytes of the file of this name.
     *
     * @param files of the commit, for patterns of directories
     */
    public static Read read(byte[] bytes, String file, Terms terms, SortedSet<String> files) {
        return read(bytes, file, terms, files, Optional.empty());
    }

    private static Read read(byte[] bytes, String file, Terms terms, SortedSet<String> files, Optional<RawRepo> rules) {
        Problems problems = new Problems(file);
        Optional<Section> top = YamlFile.read(bytes, file, problems);
        if (top.isEmpty()) {
            return problems.none()
                    ? wrong(file, "an empty file", "'version: 3' and projects", "Fill or remove " + file + ".")
                    : new Wrong(problems.list());
        }
        RawRepo raw = RawRepo.read(top.get());
        Optional<TrunkRules.Mixed> mixed = rules.map(base -> TrunkRules.mix(raw, base, files));
        RepoSettings settings = new Meaning(file, terms, files)
                .of(mixed.map(TrunkRules.Mixed::raw).orElse(raw));
        return problems.none()
                ? new Meant(settings, mixed.map(TrunkRules.Mixed::kept).orElse(List.of()))
                : new Wrong(problems.list());
    }

    private static Read wrong(String file, String met, String expected, String next) {
        return new Wrong(List.of(Problem.of(met, expected, next).at(file, 0, 0)));
    }
}
