package io.tidelock.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.config.operator.OperatorSettings;
import io.tidelock.config.repo.Explained;
import io.tidelock.config.repo.Explained.Held;
import io.tidelock.config.rules.RepoRules;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code tidelock config explain} has found, for people or for programs.
 *
 * @param settings of the server; secrets are stars already
 * @param problems with them
 */
record Explanation(
        Optional<OfRepository> repository, List<OperatorSettings.Effective> settings, List<Problem> problems) {
    /**
     * What holds for one repository.
     *
     * @param notes why nothing is done for it
     * @param rules what the operator's file says
     * @param file of the repository, where there is one here
     * @param explained nothing when that file is wrong
     * @param problems what turns projects red
     */
    record OfRepository(
            RepoRef repo,
            Optional<String> branch,
            List<String> notes,
            List<RepoRules.Effective> rules,
            Optional<String> file,
            Optional<Explained> explained,
            List<Problem> problems) {}

    /** A line of a table. */
    private record Row(String key, String value, String origin) {}

    void print(PrintStream out) {
        repository.ifPresent(found -> print(found, out));
        Map<Boolean, List<Row>> said = settings.stream()
                .collect(Collectors.partitioningBy(
                        effective -> !effective.origin().equals("default"),
                        Collectors.mapping(
                                one -> new Row(
                                        one.setting().key(),
                                        one.value(),
                                        one.origin().equals("default") ? "" : one.origin()),
                                Collectors.toList())));
        line(out, "The server, as it was set");
        table(out, said.getOrDefault(true, List.of()));
        out.println();
        line(out, "The server, by default");
        table(out, said.getOrDefault(false, List.of()));
    }

    private static void print(OfRepository found, PrintStream out) {
        line(
                out,
                "For " + found.repo()
                        + found.branch().map(name -> ", base branch " + name).orElse(""));
        found.notes().forEach(note -> line(out, "  note: " + note));
        table(
                out,
                found.rules().stream()
                        .map(one -> new Row(one.key(), one.value(), one.origin()))
                        .toList());
        out.println();
        found.file().ifPresent(file -> line(out, "By " + file + " of this folder"));
        found.explained().ifPresent(explained -> print(explained, found.file().isPresent(), out));
        found.problems().forEach(problem -> line(out, "  red: " + problem.sentence()));
        out.println();
    }

    private static void print(Explained explained, boolean file, PrintStream out) {
        if (!file) {
            line(out, "Its projects, as long as it has no file of its own");
        }
        held(out, explained.repository());
        for (Explained.Entry project : explained.projects()) {
            out.println();
            line(
                    out,
                    "  The project " + (project.name().isEmpty() ? "" : project.name() + " ") + "in " + project.dir()
                            + (project.workspace().equals("default") ? "" : ", workspace " + project.workspace()));
            held(out, project.keys());
        }
        out.println();
        line(out, "  A project that no entry names");
        held(out, explained.others());
    }

    private static void held(PrintStream out, List<Held> keys) {
        List<Row> rows = new ArrayList<>();
        for (Held held : keys) {
            rows.add(new Row(held.key(), held.value(), held.origin()));
        }
        List<String> lines = lines(rows);
        for (int i = 0; i < lines.size(); i++) {
            line(out, lines.get(i));
            keys.get(i).refused().ifPresent(problem -> line(out, "      not as asked for: " + problem.sentence()));
        }
    }

    private static void table(PrintStream out, List<Row> rows) {
        lines(rows).forEach(text -> line(out, text));
    }

    private static List<String> lines(List<Row> rows) {
        int names = rows.stream().mapToInt(row -> row.key().length()).max().orElse(0);
        int values = Math.min(
                50, rows.stream().mapToInt(row -> row.value().length()).max().orElse(0));
        String form = "  %-" + Math.max(1, names) + "s  %-" + Math.max(1, values) + "s  %s";
        return rows.stream()
                .map(row -> String.format(form, row.key(), row.value().isEmpty() ? "-" : row.value(), row.origin())
                        .stripTrailing())
                .toList();
    }

    private static void line(PrintStream out, String text) {
        out.println(ConfigCommand.shown(text));
    }

    // ---- for programs

    String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode top = mapper.createObjectNode();
        repository.ifPresent(found -> write(found, top.putObject("repository")));
        ArrayNode server = top.putArray("settings");
        settings.forEach(one -> row(server, one.setting().key(), one.value(), one.origin()));
        ConfigCommand.write(problems, top.putArray("problems"));
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(top);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(OfRepository found, ObjectNode node) {
        node.put("name", found.repo().toString());
        found.branch().ifPresent(branch -> node.put("branch", branch));
        found.notes().forEach(node.putArray("notes")::add);
        ArrayNode rules = node.putArray("rules");
        found.rules().forEach(one -> row(rules, one.key(), one.value(), one.origin()));
        found.file().ifPresent(file -> node.put("file", file));
        found.explained().ifPresent(explained -> {
            write(explained.repository(), node.putArray("keys"));
            ArrayNode projects = node.putArray("projects");
            for (Explained.Entry entry : explained.projects()) {
                ObjectNode project = projects.addObject();
                project.put("dir", entry.dir());
                project.put("workspace", entry.workspace());
                project.put("name", entry.name());
                write(entry.keys(), project.putArray("keys"));
            }
            write(explained.others(), node.putArray("others"));
        });
        ConfigCommand.write(found.problems(), node.putArray("problems"));
    }

    private static void write(List<Held> keys, ArrayNode list) {
        for (Held held : keys) {
            ObjectNode node = row(list, held.key(), held.value(), held.origin());
            held.refused().ifPresent(problem -> ConfigCommand.write(problem, node.putObject("refused")));
        }
    }

    private static ObjectNode row(ArrayNode list, String key, String value, String origin) {
        return list.addObject().put("key", key).put("value", value).put("origin", origin);
    }
}
