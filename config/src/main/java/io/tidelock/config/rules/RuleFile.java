package io.tidelock.config.rules;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.repo.Terms;
import io.tidelock.config.workflow.Recipe;
import io.tidelock.config.workflow.Recipes;
import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Problems;
import io.tidelock.config.yaml.Quote;
import io.tidelock.config.yaml.Section;
import io.tidelock.config.yaml.YamlFile;
import io.tidelock.core.command.Authority;
import io.tidelock.core.outcome.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The operator's file about repositories. JSON is read as well: it is YAML of a kind. */
public final class RuleFile {
    /** What reading gave. */
    public sealed interface Read permits Meant, Wrong {}

    public record Meant(RepoRules rules) implements Read {}

    /** The file is wrong, and the server must not start by it. */
    public record Wrong(List<Problem> problems) implements Read {
        public Wrong {
            problems = List.copyOf(problems);
        }
    }

    private RuleFile() {}

    /** @param file its name, for messages */
    public static Read read(byte[] bytes, String file) {
        Problems problems = new Problems(file);
        Optional<Section> top = YamlFile.read(bytes, file, problems);
        if (top.isEmpty()) {
            return new Wrong(
                    problems.none()
                            ? List.of(Problem.of("an empty file", "'repos:' or 'workflows:'", "Fill it, or do without.")
                                    .at(file, 0, 0))
                            : problems.list());
        }
        RepoRules rules = rules(top.get());
        return problems.none() ? new Meant(rules) : new Wrong(problems.list());
    }

    private static RepoRules rules(Section top) {
        List<Problem> refusals = new ArrayList<>();
        Map<String, Recipe> workflows = Recipes.read(top.field("workflows"));
        List<RawRule> entries = new ArrayList<>();
        for (Section section : top.field("repos").sections()) {
            entries.add(RawRule.read(section));
        }
        TreeSet<String> names = new TreeSet<>(workflows.keySet());
        names.add(Terms.DEFAULT_WORKFLOW);
        for (RawRule entry : entries) {
            entry.workflow().ifPresent(name -> checkName(name, entry.workflowField(), names));
            for (String name : entry.allowedWorkflows().orElse(List.of())) {
                checkName(name, entry.allowedWorkflowsField(), names);
            }
        }
        Field policies = top.field("policies");
        if (policies.present()) {
            refusals.add(
                    policies.remark(
                            "'policies' of the server's file, which are not supported yet",
                            "no 'policies'",
                            "The operator can remove them to go without; they are not ignored, because an apply may rely on them."));
        }
        Field teams = top.field("team_authz");
        Optional<Authority> authority = teams.section().flatMap(RuleFile::authority);
        // Neither restricts anything: without them nothing is measured, and plans are kept in the store.
        top.field("metrics").section();
        top.field("external_stores").section();
        top.refuseTheRest();
        return new RepoRules(entries, workflows, refusals, authority);
    }

    private static Optional<Authority> authority(Section section) {
        Field commandField = section.field("command");
        Optional<String> command = commandField.string();
        Field argsField = section.field("args");
        List<String> args = argsField.strings().orElse(List.of());
        section.refuseTheRest();
        if (command.filter(text -> !text.isBlank()).isEmpty()) {
            if (!commandField.present() || command.isPresent()) {
                section.problem(
                        "'team_authz' without 'command'",
                        "'command: a program', which says who may do what",
                        "Add it; or remove 'team_authz', and write permission decides.");
            }
            return Optional.empty();
        }
        if (command.get().indexOf('\0') >= 0 || args.stream().anyMatch(arg -> arg.indexOf('\0') >= 0)) {
            commandField.wrong("a text with a NUL", "a text for a shell");
            return Optional.empty();
        }
        return Optional.of(new Authority(command.get(), args));
    }

    private static void checkName(String name, Field field, TreeSet<String> names) {
        if (!names.contains(name)) {
            String next = DidYouMean.among(name, names)
                    .map(near -> "Did you mean '" + near + "'?")
                    .orElse("Write it under 'workflows'.");
            field.wrong(
                    field.isList()
                            ? "a list with " + Quote.of(name) + ", which is no workflow"
                            : Quote.of(name) + ", which is no workflow",
                    "one of " + String.join(", ", names),
                    next);
        }
    }
}
