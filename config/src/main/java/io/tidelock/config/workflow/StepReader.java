package io.tidelock.config.workflow;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.Expression;
import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Quote;
import io.tidelock.config.yaml.Section;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One entry of {@code steps}, in any of its forms: a word, a word with options, a command. */
final class StepReader {
    private static final List<String> BUILT_IN =
            List.of("init", "plan", "apply", "show", "policy_check", "import", "state_rm");
    private static final List<String> WORDS =
            List.of("init", "plan", "apply", "show", "policy_check", "import", "state_rm", "run", "env", "multienv");

    /** As a shell has them. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");

    /** With other values terraform would work on another workspace or folder than we think. */
    private static final List<String> RESERVED = List.of("TF_WORKSPACE", "TF_DATA_DIR");

    private final Field element;
    private Optional<Problem> refusal = Optional.empty();
    private Optional<String> builtIn = Optional.empty();

    StepReader(Field element) {
        this.element = element;
    }

    /** Why the step cannot be followed, although it is written as it should be. */
    Optional<Problem> refusal() {
        return refusal;
    }

    /** The word, when it is one of terraform's own steps. */
    Optional<String> builtIn() {
        return builtIn;
    }

    /** Empty when it is not written as it should be, which is then a Problem of the file, or when it is refused. */
    Optional<Step> read() {
        if (!element.isSection()) {
            return element.string().flatMap(this::bare);
        }
        Section step = element.section().orElseThrow();
        List<Field> fields = step.fields();
        if (fields.size() != 1) {
            step.problem(
                    "a step with " + fields.size() + " keys: "
                            + String.join(
                                    ", ", step.keys().stream().map(Quote::of).toList()),
                    "one step for each '-'",
                    "Begin each with a '-' of its own.");
            return Optional.empty();
        }
        Field field = fields.getFirst();
        return switch (field.name()) {
            case "run" -> run(field);
            case "multienv" -> multienv(field);
            case "env" -> env(field);
            default -> BUILT_IN.contains(field.name()) ? withArguments(field) : unknown(step, field.name());
        };
    }

    private Optional<Step> bare(String word) {
        if (BUILT_IN.contains(word)) {
            return step(word, List.of());
        }
        if (WORDS.contains(word)) {
            element.wrong(
                    "the bare word '" + word + "'",
                    "'" + word + "' with what it is to do",
                    "Write for example '- " + word
                            + (word.equals("env") ? ": {name: NAME, command: \"echo value\"}'." : ": \"a command\"'."));
            return Optional.empty();
        }
        String met = Quote.of(word) + ", which is no step";
        Optional<String> near = DidYouMean.among(word, WORDS);
        element.wrong(
                met,
                "one of " + String.join(", ", WORDS),
                near.map(known -> "Did you mean '" + known + "'?")
                        .orElse("If it is a command, write '- run: …' before it."));
        return Optional.empty();
    }

    private static Optional<Step> unknown(Section step, String word) {
        step.problem(
                "the step " + Quote.of(word),
                "one of " + String.join(", ", WORDS),
                DidYouMean.among(word, WORDS)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Remove it."));
        return Optional.empty();
    }

    private Optional<Step> withArguments(Field field) {
        List<String> arguments = List.of();
        if (field.present() && !field.isSection()) {
            field.wrong(field.met(), "{extra_args: [\"-an=argument\"]}", "");
            return Optional.empty();
        }
        Optional<Section> options = field.section();
        if (options.isPresent()) {
            arguments = options.get().field("extra_args").strings().orElse(List.of());
            options.get().refuseTheRest();
        }
        return step(field.name(), arguments);
    }

    private Optional<Step> step(String word, List<String> arguments) {
        builtIn = Optional.of(word);
        return switch (word) {
            case "init" -> Optional.of(new Step.Init(arguments));
            case "plan" -> Optional.of(new Step.Plan(arguments));
            case "apply" -> Optional.of(new Step.Apply(arguments));
            case "show" -> Optional.of(new Step.Show(arguments));
            case "import" -> Optional.of(new Step.Import(arguments));
            case "state_rm" -> Optional.of(new Step.StateRm(arguments));
            default -> {
                refusal = Optional.of(element.remark(
                        "the step '" + word + "', which is not supported yet",
                        "a workflow without it",
                        "Remove it to run without; it is not ignored, because an apply may rely on it."));
                yield Optional.empty();
            }
        };
    }

    private Optional<Step> run(Field field) {
        if (!field.isSection()) {
            return command(field).map(command -> new Step.Run(Step.Script.of(command), Step.Shown.ALL));
        }
        Section options = field.section().orElseThrow();
        Optional<Step.Script> script = script(options, true);
        Step.Shown shown = new OutputReader(options.field("output")).read();
        options.refuseTheRest();
        return script.map(given -> new Step.Run(given, shown));
    }

    private Optional<Step> multienv(Field field) {
        if (!field.isSection()) {
            return command(field).map(command -> new Step.MultiEnv(Step.Script.of(command), false));
        }
        Section options = field.section().orElseThrow();
        Optional<Step.Script> script = script(options, true);
        boolean told =
                options.field("output").oneOf("show", "hide").orElse("hide").equals("show");
        options.refuseTheRest();
        return script.map(given -> new Step.MultiEnv(given, told));
    }

    private Optional<Step> env(Field field) {
        if (!field.isSection()) {
            field.wrong(field.met(), "{name: NAME, value: …} or {name: NAME, command: …}", "");
            return Optional.empty();
        }
        Section options = field.section().orElseThrow();
        Field nameField = options.field("name");
        Optional<String> name = nameField.string();
        Field valueField = options.field("value");
        Optional<String> value = valueField.string();
        Optional<Step.Script> script = script(options, false);
        options.refuseTheRest();
        if (name.isEmpty()) {
            options.problem("an 'env' without 'name'", "the name of a variable", "Add 'name: NAME'.");
            return Optional.empty();
        }
        if (!VARIABLE.matcher(name.get()).matches()) {
            nameField.wrong(nameField.met(), "letters, digits and _, not beginning with a digit");
            return Optional.empty();
        }
        if (RESERVED.contains(name.get())) {
            refusal = Optional.of(nameField.remark(
                    "the variable '" + name.get() + "', which decides where terraform keeps its state",
                    "another variable",
                    "Use 'workspace' of the project instead."));
            return Optional.empty();
        }
        if (value.isPresent() == script.isPresent()) {
            options.problem(
                    value.isPresent() ? "an 'env' with both 'value' and 'command'" : "an 'env' without a value",
                    "either 'value' or 'command'",
                    value.isPresent() ? "Remove one of them." : "Add 'value: …' or 'command: …'.");
            return Optional.empty();
        }
        return Optional.of(new Step.Env(name.get(), value, script));
    }

    private static Optional<String> command(Field field) {
        if (!field.present()) {
            field.wrong("nothing", "a command");
            return Optional.empty();
        }
        Optional<String> command = field.string();
        if (command.isPresent() && command.get().isBlank()) {
            field.wrong("blank", "a command");
            return Optional.empty();
        }
        return command;
    }

    private static Optional<Step.Script> script(Section options, boolean required) {
        Field commandField = options.field("command");
        Field shellField = options.field("shell");
        Field argumentsField = options.field("shellArgs");
        Optional<String> shell = shellField.string();
        Optional<List<String>> arguments = argumentsField.isList()
                ? argumentsField.strings()
                : argumentsField.string().map(text -> Arrays.asList(text.split(" ")));
        if (!commandField.present()) {
            if (required) {
                options.problem("a step without 'command'", "'command: …'", "Add it.");
            }
            if (shellField.present() || argumentsField.present()) {
                shellField.wrong(shellField.met() + " without 'command'", "a 'command' for it");
            }
            return Optional.empty();
        }
        if (arguments.isPresent() && shell.isEmpty()) {
            argumentsField.wrong(argumentsField.met() + " without 'shell'", "a 'shell' that takes them");
        }
        shell.filter(String::isBlank).ifPresent(blank -> shellField.wrong("blank", "the name of a program, like bash"));
        return command(commandField)
                .map(command -> new Step.Script(
                        command,
                        shell.filter(given -> !given.isBlank()).orElse(Step.Script.SHELL),
                        arguments.orElse(Step.Script.SHELL_ARGS)));
    }

    /** The key {@code output} of a run: one word, an expression, or several in a list. */
    private static final class OutputReader {
        private final Field field;
        private boolean shown;
        private boolean hidden;
        private boolean stripped;
        private final List<String> filters = new ArrayList<>();

        OutputReader(Field field) {
            this.field = field;
        }

        Step.Shown read() {
            if (field.isList()) {
                field.elements().forEach(this::one);
            } else if (field.present()) {
                one(field);
            }
            if (shown && hidden) {
                field.wrong("'show' and 'hide' at once", "one of them");
            }
            return new Step.Shown(hidden, stripped, filters);
        }

        private void one(Field given) {
            if (given.isSection()) {
                Section section = given.section().orElseThrow();
                Field expressions = section.field("filter_regex");
                (expressions.isList() ? expressions.elements() : List.of(expressions)).forEach(this::filter);
                section.refuseTheRest();
                return;
            }
            given.oneOf("show", "hide", "strip_refreshing").ifPresent(word -> {
                shown |= word.equals("show");
                hidden |= word.equals("hide");
                stripped |= word.equals("strip_refreshing");
            });
        }

        private void filter(Field given) {
            Optional<String> expression = given.string();
            if (expression.isEmpty()) {
                given.wrong(given.met(), "a regular expression");
                return;
            }
            Optional<String> fault = Expression.fault(expression.get());
            fault.ifPresent(why -> given.wrong(given.met(), "a regular expression: " + why));
            if (fault.isEmpty()) {
                filters.add(expression.get());
            }
        }
    }
}
