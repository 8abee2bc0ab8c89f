package io.tidelock.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.config.describe.FileCheck;
import io.tidelock.config.describe.Schema;
import io.tidelock.config.describe.ServerSchemas;
import io.tidelock.core.outcome.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code tidelock config}: everything that is wrong with a file, before it is committed or a server started; and what editors want to
 * know of it.
 */
final class ConfigCommand {
    private static final String USAGE = """
            tidelock config check [--json] [--as repo|server|operator] [FILE…]
            tidelock config explain [--json] [--repo OWNER/NAME] [--branch BRANCH] [SERVER FLAGS]
            tidelock config schema [repo|server|operator]

              FILE     of a repository (atlantis.yaml, tidelock.yaml), about repositories (repos.yaml), or of settings; without one,
                       tidelock.yaml or atlantis.yaml of this folder
              --as     what the file is, when its keys do not tell
              --json   for programs

            explain says what holds, by the flags and variables that the server would get, its files, and the file in this folder: for
            the repository, each project and the server, key by key, with where that was said. Secrets are stars.
            schema prints a JSON Schema for editors: of atlantis.yaml (repo), repos.yaml (server) or the file of settings (operator).
            """;

    private final Path folder;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    ConfigCommand(Path folder, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.folder = folder;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    int run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        String word = arguments.isEmpty() ? "" : arguments.getFirst();
        if (word.equals("schema") && arguments.size() <= 2) {
            Optional<FileCheck.Kind> of =
                    arguments.size() == 1 ? Optional.of(FileCheck.Kind.REPO) : FileCheck.Kind.of(arguments.get(1));
            if (of.isPresent()) {
                out.print(schema(of.get()));
                return 0;
            }
        }
        if (word.equals("explain")) {
            return new ExplainCommand(folder, environment, out, err).run(arguments.subList(1, arguments.size()));
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

    private static String schema(FileCheck.Kind kind) {
        return switch (kind) {
            case REPO -> Schema.ofRepositories();
            case SERVER -> ServerSchemas.ofRules();
            case OPERATOR -> ServerSchemas.ofSettings();
        };
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
        write(problems, list);
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static void write(List<Problem> problems, ArrayNode list) {
        problems.forEach(problem -> write(problem, list.addObject()));
    }

    static void write(Problem problem, ObjectNode node) {
        problem.place().ifPresent(place -> {
            node.put("file", place.file());
            node.put("line", place.line());
            node.put("column", place.column());
        });
        node.put("met", problem.met());
        node.put("expected", problem.expected());
        node.put("next", problem.next());
    }

    /** What stands in a file must not command a terminal. */
    static String shown(String text) {
        return text.replace("\t", " ").replaceAll("[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}]", "\uFFFD");
    }
}
