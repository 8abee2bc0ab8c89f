package io.tidelock.server.cli;

import io.tidelock.config.operator.OperatorSettings;
import io.tidelock.config.operator.OperatorSettings.ConfigFile;
import io.tidelock.config.operator.OperatorSettings.Effective;
import io.tidelock.config.operator.Surroundings;
import io.tidelock.config.repo.RepoFile;
import io.tidelock.config.repo.Terms;
import io.tidelock.config.rules.RepoRules;
import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Problems;
import io.tidelock.config.yaml.Section;
import io.tidelock.config.yaml.YamlFile;
import io.tidelock.core.change.RepoRef;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code tidelock config explain}: what holds here, each with where that was said. */
final class ExplainCommand {
    private static final List<String> OWN = List.of("--repo", "--branch");

    private final Path folder;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private boolean red;

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
                if (!OWN.contains(name)) {
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
        OperatorSettings settings = switch (OperatorSettings.read(typed.flags(), surroundings, file, rules)) {
            case OperatorSettings.Valid valid -> {
                remark(valid.warnings());
                yield valid.settings();
            }
            case OperatorSettings.Invalid invalid -> {
                remark(invalid.warnings());
                complain(invalid.problems());
                yield invalid.asFar();
            }
        };
        Optional<String> name = typed.own("--repo");
        Optional<RepoRef> repo =
                name.flatMap(text -> repo(text, settings.hosts().all()));
        if (name.isPresent() && repo.isEmpty()) {
            err.println("tidelock: '" + ConfigCommand.shown(name.get())
                    + "' is no repository; expected owner/name, or host/owner/name like github.com/acme/infra");
            return 2;
        }
        repo.ifPresent(ref -> explain(settings, ref, typed.own("--branch")));
        server(settings);
        return red ? 1 : 0;
    }

    private void remark(List<String> warnings) {
        warnings.forEach(warning -> err.println("tidelock: " + ConfigCommand.shown(warning)));
    }

    /** What is only missing does not keep anybody from looking at the rest. */
    private void complain(List<Problem> problems) {
        for (Problem problem : problems) {
            boolean missing = problem.met().startsWith("no --");
            red |= !missing;
            err.println("tidelock: " + (missing ? "the server would not start yet: " : "")
                    + ConfigCommand.shown(problem.sentence()));
        }
    }

    private void explain(OperatorSettings settings, RepoRef repo, Optional<String> branch) {
        RepoRules rules = settings.rules().repositories();
        Terms terms = settings.rules().terms(repo);
        out.println(ConfigCommand.shown(
                "For " + repo + branch.map(name -> ", base branch " + name).orElse("")));
        if (!settings.access().repositories().patterns().isEmpty()
                && !settings.access().repositories().test(repo)) {
            note("it is not on the list of repo-allowlist: nothing is done for it");
        }
        branch.flatMap(name -> rules.unserved(repo, name)).ifPresent(this::note);
        table(rules.effective(repo), RepoRules.Effective::key, RepoRules.Effective::value, RepoRules.Effective::origin);
        terms.refusals().forEach(this::red);
        own(terms);
        out.println();
    }

    /** The repository's own file, where we stand in it. */
    private void own(Terms terms) {
        Optional<Path> found = terms.file()
                .map(Stream::of)
                .orElseGet(() -> Stream.of("tidelock.yaml", "atlantis.yaml"))
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
        if (found.isEmpty()) {
            return;
        }
        ConfigFile file = content(found.get());
        out.println();
        out.println(ConfigCommand.shown("By " + file.name() + " of this folder"));
        switch (RepoFile.read(file.bytes(), file.name(), terms, new TreeSet<>())) {
            case RepoFile.Wrong wrong -> wrong.problems().forEach(this::red);
            case RepoFile.Meant meant -> {
                YamlFile.read(file.bytes(), file.name(), new Problems(file.name()))
                        .ifPresent(this::written);
                meant.settings().refusal().ifPresent(this::red);
                meant.settings().projects().stream()
                        .map(ConfiguredProject::refusal)
                        .flatMap(Optional::stream)
                        .distinct()
                        .forEach(this::red);
            }
        }
    }

    private void written(Section top) {
        List<Field> fields = new ArrayList<>(top.fields().stream()
                .filter(field ->
                        field.present() && !List.of("projects", "workflows").contains(field.name()))
                .toList());
        table(fields, Field::name, Field::written, ExplainCommand::place);
        for (Section project : top.field("projects").sections()) {
            out.println("  a project");
            table(
                    project.fields().stream().filter(Field::present).toList(),
                    field -> "  " + field.name(),
                    Field::written,
                    ExplainCommand::place);
        }
    }

    private static String place(Field field) {
        return field.remark("", "", "").place().map(Problem.Place::toString).orElse("");
    }

    private void server(OperatorSettings settings) {
        Map<Boolean, List<Effective>> said = settings.effective().stream()
                .collect(Collectors.partitioningBy(
                        effective -> !effective.origin().equals("default")));
        out.println("The server, as it was set");
        table(said.getOrDefault(true, List.of()), one -> one.setting().key(), Effective::value, Effective::origin);
        out.println();
        out.println("The server, by default");
        table(said.getOrDefault(false, List.of()), one -> one.setting().key(), Effective::value, one -> "");
    }

    private <T> void table(
            List<T> rows, Function<T, String> key, Function<T, String> value, Function<T, String> origin) {
        int names = rows.stream().mapToInt(row -> key.apply(row).length()).max().orElse(0);
        int values = Math.min(
                50,
                rows.stream().mapToInt(row -> value.apply(row).length()).max().orElse(0));
        for (T row : rows) {
            String shown = value.apply(row).isEmpty() ? "-" : value.apply(row);
            String line = String.format(
                    "  %-" + Math.max(1, names) + "s  %-" + Math.max(1, values) + "s  %s",
                    key.apply(row),
                    shown,
                    origin.apply(row));
            out.println(ConfigCommand.shown(line.stripTrailing()));
        }
    }

    private void note(String text) {
        out.println("  note: " + ConfigCommand.shown(text));
    }

    private void red(Problem problem) {
        red = true;
        out.println("  red: " + ConfigCommand.shown(problem.sentence()));
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
