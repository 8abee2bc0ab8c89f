package io.tidelock.server.cli;

import io.tidelock.config.repo.RepoFile;
import io.tidelock.config.rules.RepoRules;
import io.tidelock.config.rules.RuleFile;
import io.tidelock.config.select.Reasons;
import io.tidelock.config.select.Selector;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.Search;
import io.tidelock.run.checkout.LocalClone;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code tidelock projects}: what a pull request from the current commit of this clone would plan, and why. Only what is committed
 * counts.
 */
final class ProjectsCommand {
    private static final String USAGE = """
            tidelock projects [--base BRANCH] [--repo-config FILE --repo HOST/OWNER/NAME]

              --base BRANCH          the branch that the pull request would be for [main]
              --repo-config FILE     the operator's file about repositories, as the server has it
              --repo HOST/OWNER/NAME which repository this is, for that file
            """;

    private final Path folder;
    private final PrintStream out;
    private final PrintStream err;

    ProjectsCommand(Path folder, PrintStream out, PrintStream err) {
        this.folder = folder;
        this.out = out;
        this.err = err;
    }

    int run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        Words words = Words.of(arguments, List.of("--base", "--repo-config", "--repo"), List.of());
        if (words.fault().isPresent() || !words.rest().isEmpty()) {
            err.println("tidelock: "
                    + words.fault()
                            .orElse("'" + words.rest().stream().findFirst().orElse("") + "' is not understood") + "\n"
                    + USAGE.strip());
            return 2;
        }
        String base = words.option("--base").orElse("main");
        try (LocalClone clone =
                LocalClone.around(folder).orElseThrow(() -> new Nothing("this folder is in no git repository"))) {
            LocalClone.Comparison comparison = clone.against(base)
                    .orElseThrow(() -> new Nothing("there is no branch '" + base
                            + "' here, and none of that name at 'origin'; name another with --base"));
            return list(comparison, rules(words), repo(words));
        } catch (Nothing nothing) {
            err.println("tidelock: " + nothing.getMessage());
            return 1;
        }
    }

    /** There is nothing to look at. */
    private static final class Nothing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Nothing(String why) {
            super(why);
        }
    }

    private int list(LocalClone.Comparison comparison, RepoRules rules, RepoRef repo) {
        Optional<String> unserved = rules.unserved(repo, comparison.base());
        if (unserved.isPresent()) {
            out.println("nothing would be planned: " + unserved.get());
            return 0;
        }
        return switch (RepoFile.read(comparison.source(), rules.terms(repo, Search.USUAL))) {
            case RepoFile.Wrong wrong -> {
                wrong.problems().forEach(problem -> err.println(problem.sentence()));
                yield 1;
            }
            case RepoFile.Meant meant -> list(comparison, meant.settings());
        };
    }

    private int list(LocalClone.Comparison comparison, RepoSettings settings) {
        List<Project> projects = Selector.select(
                        settings, comparison.source(), comparison.changed(), comparison.base(), Selector.Mode.AUTO)
                .projects();
        if (projects.isEmpty()) {
            int files = comparison.changed().paths().size();
            out.println(
                    "nothing would be planned: " + (files == 0 ? "no file" : files == 1 ? "1 file" : files + " files")
                            + " changed since " + comparison.base() + ", and no project is touched");
            return 0;
        }
        Reasons reasons = new Reasons(settings, comparison.source(), comparison.changed());
        int stage = 0;
        boolean refused = false;
        for (Project project : projects) {
            if (project.place().stage() > stage) {
                out.println("then");
                stage = project.place().stage();
            }
            out.println("  " + shown(project.key().label()) + "  because " + shown(reasons.of(project)));
            Optional<Problem> refusal = project.refusal();
            refusal.ifPresent(problem -> out.println("    red: " + shown(problem.sentence())));
            refused |= refusal.isPresent();
        }
        return refused ? 1 : 0;
    }

    private static RepoRules rules(Words words) {
        Optional<Path> file = words.option("--repo-config").map(Path::of);
        if (file.isEmpty()) {
            return RepoRules.NONE;
        }
        try {
            return switch (RuleFile.read(
                    Files.readAllBytes(file.get()), file.get().toString())) {
                case RuleFile.Meant meant -> meant.rules();
                case RuleFile.Wrong wrong ->
                    throw new Nothing(wrong.problems().getFirst().sentence());
            };
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + file.get() + " cannot be read", e);
        }
    }

    private static RepoRef repo(Words words) {
        String name = words.option("--repo").orElse("localhost/this/clone");
        int slash = name.indexOf('/');
        if (slash < 1 || name.indexOf('/', slash + 1) < 0) {
            throw new Nothing("'" + name + "' is no repository; expected host/owner/name, like github.com/acme/infra");
        }
        return new RepoRef(name.substring(0, slash), name.substring(slash + 1));
    }

    /** Names of files are other people's words. */
    private static String shown(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}]", "\uFFFD");
    }
}
