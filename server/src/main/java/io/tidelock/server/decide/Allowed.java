package io.tidelock.server.decide;

import io.tidelock.core.command.Command;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.command.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator lets comments ask for.
 *
 * @param commands that count, as they are typed
 * @param applyAll whether {@code apply} may stand without a project
 * @param blocked arguments for terraform that no comment may give, with or without a value
 * @param variableFiles folders outside of the repository whose files a comment may name; absolute, without a slash at the end
 */
public record Allowed(Set<String> commands, boolean applyAll, List<String> blocked, List<String> variableFiles) {
    public static final Allowed EVERYTHING = new Allowed(
            Set.of("version", "plan", "apply", "unlock", "approve_policies", "cancel", "import", "state"),
            true,
            List.of(),
            List.of());

    public Allowed {
        variableFiles = List.copyOf(variableFiles);
        commands = Set.copyOf(commands);
        blocked = List.copyOf(blocked);
    }

    /** Asking for help is always allowed. */
    boolean command(Verb verb) {
        return verb == Verb.HELP || commands.contains(verb.word());
    }

    /** Why this is not done, as Markdown; empty when it is. */
    Optional<String> refusal(Command command, CommandWords words) {
        return switch (command) {
            case Command.Plan plan -> refusal(Verb.PLAN).or(() -> blocked(plan.extraArgs()));
            case Command.Apply apply -> refusal(Verb.APPLY).or(() -> wholesale(apply, words));
            case Command.Unlock unlock -> refusal(Verb.UNLOCK);
            case Command.EditState edit ->
                refusal(edit.edit() instanceof StateEdit.Import ? Verb.IMPORT : Verb.STATE)
                        .or(() -> blocked(edit.extraArgs()));
            case Command.Version version -> refusal(Verb.VERSION);
            case Command.Help help -> Optional.empty();
        };
    }

    private Optional<String> refusal(Verb verb) {
        return command(verb)
                ? Optional.empty()
                : Optional.of("The command `" + verb.word()
                        + "` is not allowed here. The operator decides that, with `--allow-commands`.\n");
    }

    private Optional<String> wholesale(Command.Apply apply, CommandWords words) {
        return applyAll || !(apply.target() instanceof Target.All)
                ? Optional.empty()
                : Optional.of("I did not run this: here everything is not applied at once. Name a project, with "
                        + InlineCode.of(words.typed("apply -p NAME")) + " or "
                        + InlineCode.of(words.typed("apply -d DIR")) + ".\n");
    }

    /** However many dashes it has. */
    private Optional<String> blocked(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> blocked.stream().map(Allowed::bare).anyMatch(entry -> {
                    String given = bare(argument);
                    return given.equals(entry) || given.startsWith(entry + "=");
                }))
                .findFirst()
                .map(argument -> "I did not run this: the argument " + InlineCode.of(argument)
                        + " is not allowed here. The operator decides that, with `--blocked-extra-args`.\n");
    }

    private static String bare(String argument) {
        return argument.replaceFirst("^-+", "");
    }
}
