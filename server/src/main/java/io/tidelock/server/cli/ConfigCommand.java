package io.tidelock.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.config.describe.FileCheck;
import io.tidelock.config.describe.Schema;
import io.tidelock.config.rules.RepoRules;
import io.tidelock.config.rules.RuleFile;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Search;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code tidelock config}: everything that is wrong with a file, before it is committed or a server started; and what editors want to
 * know of it.
 */
final class ConfigCommand {
    private static final String USAGE = """
            tidelock config check [--json] [--as repo|server|operator] [FILE…]
            tidelock config explain --repo-config FILE --repo HOST/OWNER/NAME [--branch BRANCH]
            tidelock config schema

              FILE     of a repository (atlantis.yaml, tidelock.yaml), about repositories (repos.yaml), or of settings; without one,
                       tidelock.yaml or atlantis.yaml of this folder
              --as     what the file is, when its keys do not tell
              --json   what is wrong, for programs

            explain says what holds for a repository by the operator's file about repositories, and where that is written.
            schema prints a JSON Schema of atlantis.yaml for editors.
            """;

    private final Path folder;
    private final PrintStream out;
    private final PrintStream err;

    ConfigCommand(Path folder, PrintStream out, PrintStream err) {
        this.folder = folder;
        this.out = out;
        this.err = err;
    }

    int run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        if (arguments.equals(List.of("schema"))) {
            out.print(Schema.ofRepositories());
            return 0;
        }
        if (!arguments.isEmpty() && arguments.getFirst().equals("explain")) {
            return explain(arguments.subList(1, arguments.size()));
        }
        Words words = Words.of(arguments, List.of("--as"), List.of("--json"));
        Optional<FileCheck.Kind> kind = words.option("--as").flatMap(FileCheck.Kind::of);
        boolean understood = words.fault().isEmpty()
                && !words.rest().isEmpty()
                && words.rest().getFirst().equals("check")
                && kind.isPresent() == words.has("--as");
        if (!understood) {
            err.println("tidelock: "
                    + words.fault().orElse("'config " + String.join(" ", arguments) + "' is not understood") + "\n"
                    + USAGE.strip());
            return 2;
        }
        List<String> files = words.rest().subList(1, words.rest().size());
        List<String> named = files.isEmpty() ? usual() : files;
        if (named.isEmpty()) {
            err.println("tidelock: there is no tidelock.yaml or atlantis.yaml here; name a file");
            return 1;
        }
        return check(named, kind, words.has("--json"));
    }

    private int explain(List<String> arguments) {
        Words words = Words.of(arguments, List.of("--repo-config", "--repo", "--branch"), List.of());
        Optional<String> file = words.option("--repo-config");
        Optional<RepoRef> repo = words.option("--repo").flatMap(ConfigCommand::repo);
        if (words.fault().isPresent() || !words.rest().isEmpty() || file.isEmpty() || repo.isEmpty()) {
            err.println(
                    "tidelock: " + words.fault().orElse("explain needs --repo-config FILE and --repo HOST/OWNER/NAME")
                            + "\n" + USAGE.strip());
            return 2;
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(folder.resolve(file.get()));
        } catch (IOException e) {
            err.println("tidelock: the file " + file.get() + " cannot be read");
            return 1;
        }
        return switch (RuleFile.read(bytes, file.get())) {
            case RuleFile.Wrong wrong -> {
                wrong.problems().forEach(problem -> err.println(shown(problem.sentence())));
                yield 1;
            }
            case RuleFile.Meant meant -> explain(meant.rules(), repo.get(), words.option("--branch"));
        };
    }

    private int explain(RepoRules rules, RepoRef repo, Optional<String> branch) {
        branch.flatMap(name -> rules.unserved(repo, name)).ifPresent(why -> out.println(shown(why)));
        for (RepoRules.Effective key : rules.effective(repo)) {
            out.println(shown(String.format("%-30s %-40s %s", key.key(), key.value(), key.origin())));
        }
        List<Problem> refusals = rules.terms(repo, Search.USUAL).refusals();
        refusals.forEach(problem -> out.println("red: " + shown(problem.sentence())));
        return refusals.isEmpty() ? 0 : 1;
    }

    private static Optional<RepoRef> repo(String name) {
        int slash = name.indexOf('/');
        boolean whole = slash > 0 && name.indexOf('/', slash + 1) > slash + 1 && !name.endsWith("/");
        return whole ? Optional.of(new RepoRef(name.substring(0, slash), name.substring(slash + 1))) : Optional.empty();
    }

    private List<String> usual() {
        return Stream.of("tidelock.yaml", "atlantis.yaml")
                .filter(name -> Files.isRegularFile(folder.resolve(name)))
                .limit(1)
                .toList();
    }

    private int check(List<String> files, Optional<FileCheck.Kind> kind, boolean json) {
        List<Problem> all = new ArrayList<>();
        for (String file : files) {
            try {
                byte[] bytes = Files.readAllBytes(folder.resolve(file));
                FileCheck.Result result = FileCheck.check(bytes, file, kind);
                all.addAll(result.problems());
                if (!json) {
                    report(file, result, new String(bytes, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                Problem problem = Problem.of("the file " + file + " cannot be read", "a file", "");
                all.add(problem);
                if (!json) {
                    out.println(shown(problem.sentence()));
                }
            }
        }
        if (json) {
            out.println(json(all));
        }
        return all.isEmpty() ? 0 : 1;
    }

    private void report(String file, FileCheck.Result result, String text) {
        String what = file + " (" + result.kind().words() + ")";
        if (result.problems().isEmpty()) {
            out.println(what + ": nothing is wrong");
            return;
        }
        int found = result.problems().size();
        out.println(what + ": " + (found == 1 ? "1 problem" : found + " problems"));
        List<String> lines = text.lines().toList();
        for (Problem problem : result.problems()) {
            out.println();
            out.println(shown(problem.sentence()));
            problem.place()
                    .filter(place -> place.line() > 0 && place.line() <= lines.size())
                    .ifPresent(place -> out.print(caret(lines.get(place.line() - 1), place)));
        }
        out.println();
    }

    /** The line, and below it a mark at the column. */
    private static String caret(String line, Problem.Place place) {
        String shown = shown(line);
        if (shown.length() > 200 || place.column() > shown.length() + 1) {
            return "";
        }
        String number = "  " + place.line() + " | ";
        String below = place.column() == 0 ? "" : " ".repeat(number.length() + place.column() - 1) + "^\n";
        return number + shown + "\n" + below;
    }

    private static String json(List<Problem> problems) {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode list = mapper.createArrayNode();
        for (Problem problem : problems) {
            ObjectNode node = list.addObject();
            problem.place().ifPresent(place -> {
                node.put("file", place.file());
                node.put("line", place.line());
                node.put("column", place.column());
            });
            node.put("met", problem.met());
            node.put("expected", problem.expected());
            node.put("next", problem.next());
        }
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What stands in a file must not command a terminal. */
    private static String shown(String text) {
        return text.replace("\t", " ").replaceAll("[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}]", "\uFFFD");
    }
}
