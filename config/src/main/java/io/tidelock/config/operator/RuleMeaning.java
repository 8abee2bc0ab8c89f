package io.tidelock.config.operator;

import io.tidelock.config.operator.OperatorSettings.ConfigFile;
import io.tidelock.config.operator.OperatorSettings.Rules;
import io.tidelock.config.rules.RepoRules;
import io.tidelock.config.rules.RuleFile;
import io.tidelock.config.select.Glob;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Search;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What holds for repositories: the file about them, and how projects are found. */
final class RuleMeaning {
    private final Sources sources;
    private final Typed typed;
    private final Optional<ConfigFile> file;

    RuleMeaning(Sources sources, Typed typed, Optional<ConfigFile> file) {
        this.sources = sources;
        this.typed = typed;
        this.file = file;
    }

    Rules rules() {
        return new Rules(
                repositories(),
                search(),
                typed.truth(Setting.INCLUDE_GIT_UNTRACKED_FILES),
                !typed.truth(Setting.DISABLE_REPO_LOCKING),
                new Place.Abreast(typed.truth(Setting.PARALLEL_PLAN), typed.truth(Setting.PARALLEL_APPLY)),
                typed.truth(Setting.RULES_FROM_BASE));
    }

    private RepoRules repositories() {
        String json = typed.text(Setting.REPO_CONFIG_JSON);
        boolean named = sources.given(Setting.REPO_CONFIG).isPresent();
        if (named && !json.isEmpty()) {
            sources.problem(Problem.of(
                    typed.name(Setting.REPO_CONFIG) + " and " + typed.name(Setting.REPO_CONFIG_JSON) + " together",
                    "one of them",
                    "Remove the other."));
            return RepoRules.NONE;
        }
        if (named && file.isEmpty()) {
            typed.wrong(Setting.REPO_CONFIG, "a file that can be read");
            return RepoRules.NONE;
        }
        Optional<RuleFile.Read> read = json.isEmpty()
                ? file.map(given -> RuleFile.read(given.bytes(), given.name()))
                : Optional.of(
                        RuleFile.read(json.getBytes(StandardCharsets.UTF_8), typed.name(Setting.REPO_CONFIG_JSON)));
        if (read.isEmpty()) {
            return RepoRules.NONE;
        }
        return switch (read.get()) {
            case RuleFile.Meant meant -> meant.rules();
            case RuleFile.Wrong wrong -> {
                wrong.problems().forEach(sources::problem);
                yield RepoRules.NONE;
            }
        };
    }

    private Search search() {
        List<String> files = patterns(Setting.AUTOPLAN_FILE_LIST);
        List<String> from = patterns(Setting.AUTOPLAN_MODULES_FROM_PROJECTS);
        boolean modules = typed.truth(Setting.AUTOPLAN_MODULES);
        Optional<List<String>> followed =
                !from.isEmpty() ? Optional.of(from) : modules ? Optional.of(files) : Optional.empty();
        return new Search(mode(), files, List.of(), followed, typed.truth(Setting.RESTRICT_FILE_LIST));
    }

    private Autodiscover mode() {
        return switch (typed.text(Setting.AUTODISCOVER_MODE)) {
            case "auto" -> Autodiscover.AUTO;
            case "enabled" -> Autodiscover.ENABLED;
            case "disabled" -> Autodiscover.DISABLED;
            default -> {
                typed.wrong(Setting.AUTODISCOVER_MODE, "auto, enabled or disabled");
                yield Autodiscover.AUTO;
            }
        };
    }

    /** In their order, which counts, and as often as they were written. */
    private List<String> patterns(Setting setting) {
        List<String> patterns = Arrays.stream(typed.text(setting).split(",", -1))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .toList();
        for (String pattern : patterns) {
            Optional<String> fault = Glob.fault(pattern);
            fault.ifPresent(why -> typed.problem(
                    setting,
                    typed.name(setting) + " holds '" + pattern + "', which " + why,
                    "patterns like **/*.tf, separated by commas",
                    ""));
        }
        return patterns;
    }
}
