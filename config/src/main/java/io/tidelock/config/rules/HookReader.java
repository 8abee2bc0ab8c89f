package io.tidelock.config.rules;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Quote;
import io.tidelock.config.yaml.Section;
import io.tidelock.core.project.Hook;
import io.tidelock.core.project.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code pre_workflow_hooks} and {@code post_workflow_hooks}. */
final class HookReader {
    /** What a hook may be for, as Atlantis calls it. */
    private static final List<String> COMMANDS = List.of(
            "plan",
            "autoplan",
            "apply",
            "unlock",
            "version",
            "import",
            "state",
            "rm",
            "policy_check",
            "approve_policies",
            "cancel");

    private static final int LONGEST = 200;

    private HookReader() {}

    static List<Hook> read(Field field, Hook.When when) {
        List<Hook> hooks = new ArrayList<>();
        for (Section section : field.sections()) {
            hook(section, when).ifPresent(hooks::add);
        }
        return List.copyOf(hooks);
    }

    private static Optional<Hook> hook(Section section, Hook.When when) {
        Field runField = section.field("run");
        Optional<String> run = runField.string();
        Optional<String> description = section.field("description").string().filter(text -> !text.isBlank());
        Field shellField = section.field("shell");
        Optional<String> shell = shellField.string().filter(text -> !text.isEmpty());
        Field argumentsField = section.field("shellArgs");
        Optional<List<String>> arguments = argumentsField.isList()
                ? argumentsField.strings()
                : argumentsField.string().filter(text -> !text.isEmpty()).map(text -> Arrays.asList(text.split(" ")));
        Field commandsField = section.field("commands");
        Optional<String> commands = commandsField.string().filter(text -> !text.isBlank());
        section.refuseTheRest();
        if (run.filter(text -> !text.isBlank()).isEmpty()) {
            if (!runField.present() || run.isPresent()) {
                section.problem("a hook without 'run'", "'run: a command'", "Add it.");
            }
            return Optional.empty();
        }
        if (arguments.isPresent() && shell.isEmpty()) {
            argumentsField.wrong(argumentsField.met() + " without 'shell'", "a 'shell' that takes them");
        }
        commands.ifPresent(text -> check(text, commandsField));
        String label = description.orElse("").replaceAll("\\p{Cntrl}+", " ");
        return Optional.of(new Hook(
                when,
                new Step.Script(run.get(), shell.orElse(Step.Script.SHELL), arguments.orElse(Step.Script.SHELL_ARGS)),
                label.length() > LONGEST ? label.substring(0, LONGEST) : label,
                commands));
    }

    /** Those of all entries, which come together. Who has no description is called after its place among those of its kind. */
    static List<Hook> named(List<Hook> hooks) {
        Map<Hook.When, Integer> seen = new EnumMap<>(Hook.When.class);
        return hooks.stream()
                .map(hook -> {
                    int number = seen.merge(hook.when(), 1, Integer::sum) - 1;
                    if (!hook.description().isEmpty()) {
                        return hook;
                    }
                    String usual = (hook.when() == Hook.When.PRE ? "Pre" : "Post") + " workflow hook #" + number;
                    return new Hook(hook.when(), hook.script(), usual, hook.commands());
                })
                .toList();
    }

    /** A hook for a command that is misspelt would never be run. */
    private static void check(String text, Field field) {
        for (String word : text.strip().split("[\\s,]+", -1)) {
            if (!word.isEmpty() && !COMMANDS.contains(word)) {
                field.wrong(
                        field.met() + " with " + Quote.of(word) + ", which is no command",
                        "commands with commas between them, like 'plan, apply'",
                        DidYouMean.among(word, COMMANDS)
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("There are " + String.join(", ", COMMANDS) + "."));
            }
        }
    }
}
