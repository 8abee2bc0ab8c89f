package io.tidelock.server.cli;

import io.tidelock.config.operator.OperatorSettings;
import io.tidelock.config.operator.OperatorSettings.ConfigFile;
import io.tidelock.config.operator.OperatorSettings.Effective;
import io.tidelock.config.operator.Surroundings;
import io.tidelock.config.repo.Explained;
import io.tidelock.config.repo.Explained.Held;
import io.tidelock.config.repo.RepoFile;
import io.tidelock.config.repo.Terms;
import io.tidelock.config.rules.RepoRules;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.command.Authority;
import io.tidelock.core.command.TeamRule;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ConfiguredProject;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code tidelock config explain}: what holds here, each with where that was said. */
final class ExplainCommand {
    private static final List<String> OWN = List.of("--repo", "--branch");
    private static final List<String> COMMANDS = List.of("plan", "apply", "unlock", "import", "state", "version");
    private static final String JSON = "--json";

    private final Path folder;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    ExplainCommand(Path folder, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.folder = folder;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** What was typed: ours, and what is the server's. */
    private record Typed(Map<String, String> own, List<String> flags) {
        static Typed of(List<String> arguments) {
            Map<String, String> own = new HashMap<>();
            List<String> flags = new ArrayList<>();
            for (int at = 0; at < arguments.size(); at++) {
                String word = arguments.get(at);
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                if (word.equals(JSON)) {
                    own.put(JSON, "");
                } else if (!OWN.contains(name)) {
                    flags.add(word);
                } else if (equals >= 0) {
                    own.put(name, word.substring(equals + 1));
                } else if (at + 1 < arguments.size()) {
                    own.put(name, arguments.get(++at));
                }
            }
            return new Typed(own, flags);
        }

        Optional<String> own(String name) {
            return Optional.ofNullable(own.get(name));
        }
    }

    /** 0 when all is well, 1 when something is wrong or stops the repository, 2 when it was not understood. */
    int run(List<String> arguments) {
        Typed typed = Typed.of(arguments);
        Surroundings surroundings =
                new Surroundings(environment, folder, Runtime.getRuntime().availableProcessors());
        Optional<ConfigFile> file =
                OperatorSettings.configFile(typed.flags(), surroundings).map(this::content);
        Optional<ConfigFile> rules =
                OperatorSettings.ruleFile(typed.flags(), surroundings, file).map(this::content);
        List<Problem> problems = new ArrayList<>();
        OperatorSettings settings = switch (OperatorSettings.read(typed.flags(), surroundings, file, rules)) {
            case OperatorSettings.Valid valid -> {
                remark(valid.warnings());
                yield valid.settings();
            }
            case OperatorSettings.Invalid invalid -> {
                remark(invalid.warnings());
                problems.addAll(invalid.problems());
                yield invalid.asFar();
            }
        };
        boolean red = complain(problems);
        Optional<String> name = typed.own("--repo");
        Optional<RepoRef> repo =
                name.flatMap(text -> repo(text, settings.hosts().all()));
        if (name.isPresent() && repo.isEmpty()) {
            err.println("tidelock: '" + ConfigCommand.shown(name.get())
                    + "' is no repository; expected owner/name, or host/owner/name like github.com/acme/infra");
            return 2;
        }
        Explanation found = new Explanation(
                repo.map(ref -> explain(settings, ref, typed.own("--branch"))), settings.effective(), problems);
        if (typed.own(JSON).isPresent()) {
            out.println(found.json());
        } else {
            found.print(out);
        }
        boolean stopped =
                found.repository().stream().anyMatch(one -> !one.problems().isEmpty());
        return red || stopped ? 1 : 0;
    }

    private void remark(List<String> warnings) {
        warnings.forEach(warning -> err.println("tidelock: " + ConfigCommand.shown(warning)));
    }

    /** True when something is wrong: what is only missing does not keep anybody from looking at the rest. */
    private boolean complain(List<Problem> problems) {
        boolean red = false;
        for (Problem problem : problems) {
            boolean missing = problem.met().startsWith("no --");
            red |= !missing;
            err.println("tidelock: " + (missing ? "the server would not start yet: " : "")
                    + ConfigCommand.shown(problem.sentence()));
        }
        return red;
    }

    private Explanation.OfRepository explain(OperatorSettings settings, RepoRef repo, Optional<String> branch) {
        RepoRules rules = settings.rules().repositories();
        Terms terms = settings.rules().terms(repo);
        List<String> notes = new ArrayList<>();
        if (!settings.access().repositories().patterns().isEmpty()
                && !settings.access().repositories().test(repo)) {
            notes.add("it is not on the list of repo-allowlist: nothing is done for it");
        }
        branch.flatMap(name -> rules.unserved(repo, name)).ifPresent(notes::add);
        whoMay(settings, repo).ifPresent(notes::add);
        Map<String, Held> usual = usual(settings, repo, terms);
        List<Problem> problems = new ArrayList<>(terms.refusals());
        Optional<ConfigFile> file = own(terms);
        Optional<Explained> explained = file.isEmpty()
                ? Optional.of(Explained.without(terms, usual))
                : read(file.get(), terms, usual, problems);
        return new Explanation.OfRepository(
                repo,
                branch,
                notes,
                rules.effective(repo),
                file.map(ConfigFile::name),
                settings.rules().locks()
                        ? explained
                        : explained.map(keys -> keys.withoutLocks(
                                origin(settings, "disable-repo-locking").origin())),
                problems.stream().distinct().toList());
    }

    /** What teams may do there; empty where everybody who may write may do everything. */
    private static Optional<String> whoMay(OperatorSettings settings, RepoRef repo) {
        Optional<Authority> program = settings.rules().repositories().authority();
        if (program.isPresent()) {
            return Optional.of("who may do what, the program of team_authz says: "
                    + program.get().text());
        }
        List<TeamRule> rules = settings.teams(repo);
        return rules.isEmpty()
                ? Optional.empty()
                : Optional.of(COMMANDS.stream()
                        .map(command -> command + " " + teams(rules, command))
                        .collect(Collectors.joining(", ", "of those who may write, these may: ", "")));
    }

    private static String teams(List<TeamRule> rules, String command) {
        List<TeamRule> about =
                rules.stream().filter(rule -> rule.covers(command)).toList();
        if (about.stream().anyMatch(TeamRule::everybody)) {
            return "anybody";
        }
        return about.isEmpty()
                ? "nobody"
                : about.stream().map(TeamRule::team).distinct().collect(Collectors.joining(" or "));
    }

    /** The repository's own file, where we stand in it. */
    private Optional<ConfigFile> own(Terms terms) {
        return terms.file()
                .map(Stream::of)
                .orElseGet(() -> Stream.of("tidelock.yaml", "atlantis.yaml"))
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(this::content);
    }

    private static Optional<Explained> read(
            ConfigFile file, Terms terms, Map<String, Held> usual, List<Problem> problems) {
        return switch (RepoFile.read(file.bytes(), file.name(), terms, new TreeSet<>())) {
            case RepoFile.Wrong wrong -> {
                problems.addAll(wrong.problems());
                yield Optional.empty();
            }
            case RepoFile.Meant meant -> {
                meant.settings().refusal().ifPresent(problems::add);
                meant.settings().projects().stream()
                        .map(ConfiguredProject::refusal)
                        .flatMap(Optional::stream)
                        .forEach(problems::add);
                yield Optional.of(Explained.of(file.bytes(), file.name(), terms, usual));
            }
        };
    }

    /** What holds where the repository's file does not say: by its keys, what the operator's file says, and the server's flags. */
    private static Map<String, Held> usual(OperatorSettings settings, RepoRef repo, Terms terms) {
        Map<String, Held> usual = new HashMap<>();
        settings.rules().repositories().effective(repo).forEach(one -> {
            String key = one.key().equals("repo_locking") ? "repo_locks" : one.key();
            if (!one.origin().equals("default") || !usual.containsKey(key)) {
                usual.put(key, new Held(key, one.value(), one.origin()));
            }
        });
        Map<String, String> flags = Map.of(
                "parallel_plan", "parallel-plan",
                "parallel_apply", "parallel-apply",
                "automerge", "automerge",
                "terraform_distribution", "default-tf-distribution",
                "terraform_version", "default-tf-version",
                "autodiscover.mode", "autodiscover-mode");
        flags.forEach((key, flag) -> {
            Effective effective = origin(settings, flag);
            if (!effective.value().isEmpty()) {
                usual.put(key, new Held(key, effective.value(), effective.origin()));
            }
        });
        Optional<String> search = Optional.ofNullable(usual.get("autodiscover")).map(Held::origin);
        if (terms.searchFixed().mode()) {
            String mode = terms.search().mode().name().toLowerCase(Locale.ROOT);
            usual.put("autodiscover.mode", new Held("autodiscover.mode", mode, search.orElse("")));
        }
        if (terms.searchFixed().ignored()) {
            String ignored = "[" + String.join(", ", terms.search().ignored()) + "]";
            usual.put("autodiscover.ignore_paths", new Held("autodiscover.ignore_paths", ignored, search.orElse("")));
        }
        return usual;
    }

    private static Effective origin(OperatorSettings settings, String key) {
        return settings.effective().stream()
                .filter(effective -> effective.setting().key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /** The host may be left out where there is one. */
    private static Optional<RepoRef> repo(String name, List<OperatorSettings.Host> hosts) {
        List<String> known = hosts.stream()
                .map(host -> host.hostname().replaceFirst("^https?://", "").replaceFirst("/$", ""))
                .toList();
        int slash = name.indexOf('/');
        if (slash < 1 || name.endsWith("/") || name.contains("//")) {
            return Optional.empty();
        }
        String first = name.substring(0, slash);
        boolean host = name.indexOf('/', slash + 1) > 0
                && (known.contains(first) || first.contains(".") || first.contains(":") || known.isEmpty());
        return host
                ? Optional.of(new RepoRef(first, name.substring(slash + 1)))
                : known.stream().findFirst().map(only -> new RepoRef(only, name));
    }

    private ConfigFile content(Path path) {
        String name = path.startsWith(folder) ? folder.relativize(path).toString() : path.toString();
        try {
            return new ConfigFile(name, Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + name + " cannot be read", e);
        }
    }
}
