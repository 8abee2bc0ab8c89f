package io.tidelock.config.describe;

import io.tidelock.config.operator.OperatorSettings;
import io.tidelock.config.operator.OperatorSettings.ConfigFile;
import io.tidelock.config.operator.Surroundings;
import io.tidelock.config.repo.RepoFile;
import io.tidelock.config.repo.Terms;
import io.tidelock.config.rules.RuleFile;
import io.tidelock.config.workflow.Recipe;
import io.tidelock.config.yaml.Problems;
import io.tidelock.config.yaml.Section;
import io.tidelock.config.yaml.YamlFile;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.Search;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Everything that is wrong with one file, also what would turn its projects red. */
public final class FileCheck {
    /** What a file is for. */
    public enum Kind {
        REPO("of a repository"),
        SERVER("about repositories"),
        OPERATOR("of settings");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }

        public static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst();
        }
    }

    public record Result(Kind kind, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    private FileCheck() {}

    /** @param as what it is; told by its keys when empty */
    public static Result check(byte[] bytes, String file, Optional<Kind> as) {
        Set<String> keys = YamlFile.read(bytes, file, new Problems(file))
                .map(Section::keys)
                .orElse(Set.of());
        Kind kind = as.orElseGet(() -> told(keys));
        return new Result(
                kind,
                switch (kind) {
                    case REPO -> repo(bytes, file);
                    case SERVER -> server(bytes, file);
                    case OPERATOR -> operator(bytes, file);
                });
    }

    private static Kind told(Set<String> keys) {
        if (keys.contains("version") || keys.contains("projects")) {
            return Kind.REPO;
        }
        if (keys.contains("repos") || keys.contains("policies") || keys.contains("workflows")) {
            return Kind.SERVER;
        }
        return keys.stream().anyMatch(key -> key.contains("-")) ? Kind.OPERATOR : Kind.REPO;
    }

    /** The server may allow everything: whether it does is not the file's fault. */
    private static List<Problem> repo(byte[] bytes, String file) {
        return switch (RepoFile.read(bytes, file, generous(bytes, file), new TreeSet<>())) {
            case RepoFile.Wrong wrong -> wrong.problems();
            case RepoFile.Meant meant -> red(meant.settings());
        };
    }

    private static List<Problem> red(RepoSettings settings) {
        Set<Problem> red = new LinkedHashSet<>(settings.refusal().stream().toList());
        settings.projects().stream()
                .map(ConfiguredProject::refusal)
                .flatMap(Optional::stream)
                .forEach(red::add);
        return List.copyOf(red);
    }

    /** Names of workflows that the file does not bring may be the server's. */
    private static Terms generous(byte[] bytes, String file) {
        Map<String, Recipe> workflows = new HashMap<>(Map.of(Terms.DEFAULT_WORKFLOW, Recipe.STANDARD));
        YamlFile.read(bytes, file, new Problems(file))
                .ifPresent(top -> top.field("projects").sections().stream()
                        .flatMap(project -> project.field("workflow").string().stream())
                        .forEach(name -> workflows.put(name, Recipe.STANDARD)));
        return new Terms(
                Optional.empty(),
                workflows,
                Terms.DEFAULT_WORKFLOW,
                Set.copyOf(Terms.OVERRIDES),
                true,
                Set.of(),
                Search.USUAL,
                Terms.SearchFixed.NOTHING,
                List.of());
    }

    private static List<Problem> server(byte[] bytes, String file) {
        return switch (RuleFile.read(bytes, file)) {
            case RuleFile.Wrong wrong -> wrong.problems();
            case RuleFile.Meant meant -> meant.rules().unmet();
        };
    }

    /** What is missing in it may be set elsewhere. */
    private static List<Problem> operator(byte[] bytes, String file) {
        Surroundings nowhere = new Surroundings(Map.of("HOME", "/"), Path.of("/"), 1);
        OperatorSettings.Reading reading =
                OperatorSettings.read(List.of(), nowhere, Optional.of(new ConfigFile(file, bytes)));
        if (!(reading instanceof OperatorSettings.Invalid invalid)) {
            return List.of();
        }
        List<Problem> own = new ArrayList<>(invalid.problems());
        own.removeIf(problem -> problem.place().isEmpty() || problem.met().startsWith("'repo-config' is"));
        return own;
    }
}
