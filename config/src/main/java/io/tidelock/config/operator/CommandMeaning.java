package io.tidelock.config.operator;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.operator.OperatorSettings.Commands;
import io.tidelock.config.operator.OperatorSettings.Merging;
import io.tidelock.config.operator.OperatorSettings.Requirements;
import io.tidelock.config.operator.OperatorSettings.Teams;
import io.tidelock.core.command.TeamRule;
import io.tidelock.core.project.MergeMethod;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What may be asked for, who may ask, and what must hold. */
final class CommandMeaning {
    private static final String ALL = "all";

    /** What comments can ask for; {@code help} needs no permission. */
    private static final List<String> TYPED =
            List.of("version", "plan", "apply", "unlock", "approve_policies", "cancel", "import", "state");

    /** Never typed: what follows a plan by itself. */
    private static final String POLICY_CHECK = "policy_check";

    /** Never typed either: planning what nobody has asked for. */
    private static final String AUTOPLAN = "autoplan";

    private final Sources sources;
    private final Typed typed;
    private final Surroundings surroundings;

    CommandMeaning(Sources sources, Typed typed, Surroundings surroundings) {
        this.sources = sources;
        this.typed = typed;
        this.surroundings = surroundings;
    }

    Commands commands() {
        return new Commands(
                allowed(),
                !typed.truth(Setting.DISABLE_APPLY_ALL),
                !typed.truth(Setting.DISABLE_AUTOPLAN),
                typed.optional(Setting.DISABLE_AUTOPLAN_LABEL),
                typed.optional(Setting.DISABLE_UNLOCK_LABEL),
                typed.list(Setting.BLOCKED_EXTRA_ARGS),
                variableFiles(),
                typed.truth(Setting.FAIL_ON_PRE_WORKFLOW_HOOK_ERROR));
    }

    private Set<String> allowed() {
        Set<String> allowed = new LinkedHashSet<>();
        for (String word : typed.list(Setting.ALLOW_COMMANDS)) {
            String command = word.toLowerCase(Locale.ROOT);
            if (command.equals(ALL)) {
                allowed.addAll(TYPED);
            } else if (known().contains(command)) {
                allowed.add(command);
            } else {
                typed.problem(
                        Setting.ALLOW_COMMANDS,
                        typed.name(Setting.ALLOW_COMMANDS) + " holds '" + Typed.shortened(word) + "'",
                        String.join(", ", TYPED) + ", or all",
                        DidYouMean.among(command, known())
                                .map(near -> "Did you mean " + near + "?")
                                .orElse(""));
            }
        }
        return allowed;
    }

    private static List<String> known() {
        return Stream.concat(TYPED.stream(), Stream.of(POLICY_CHECK)).toList();
    }

    /** What a team can be given. */
    private static List<String> given() {
        return Stream.concat(known().stream(), Stream.of(AUTOPLAN)).toList();
    }

    private List<Path> variableFiles() {
        List<Path> folders = new ArrayList<>();
        for (String folder : typed.list(Setting.VAR_FILE_ALLOWLIST)) {
            try {
                folders.add(surroundings.path(folder));
            } catch (InvalidPathException e) {
                typed.wrong(Setting.VAR_FILE_ALLOWLIST, "directories, separated by commas");
            }
        }
        return folders;
    }

    Teams teams() {
        return new Teams(teams(Setting.GH_TEAM_ALLOWLIST), teams(Setting.GITLAB_GROUP_ALLOWLIST));
    }

    private List<TeamRule> teams(Setting setting) {
        List<TeamRule> rules = new ArrayList<>();
        for (String item : typed.list(setting)) {
            Optional<TeamRule> rule = TeamRule.of(item);
            if (rule.isEmpty()) {
                typed.problem(
                        setting,
                        typed.name(setting) + " holds '" + Typed.shortened(item) + "'",
                        "a team and a command with a colon between them, like ops:apply, with * for any",
                        "");
            }
            rule.filter(known -> !known.command().equals("*") && !given().contains(known.command()))
                    .ifPresent(unknown -> sources.warn(typed.name(setting) + " allows '" + unknown.command()
                            + "', which is no command and has no effect"
                            + DidYouMean.among(unknown.command(), given())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse("")));
            rule.ifPresent(rules::add);
        }
        return rules;
    }

    Requirements requirements() {
        return new Requirements(
                typed.truth(Setting.GH_ALLOW_MERGEABLE_BYPASS_APPLY),
                typed.list(Setting.IGNORE_VCS_STATUS_NAMES),
                typed.truth(Setting.DISCARD_APPROVAL_ON_PLAN));
    }

    Merging merging() {
        return new Merging(
                typed.truth(Setting.AUTOMERGE),
                typed.optional(Setting.AUTOMERGE_METHOD)
                        .flatMap(text -> typed.choice(
                                Setting.AUTOMERGE_METHOD, MergeMethod.values(), "merge, rebase or squash")),
                typed.optional(Setting.DISABLE_AUTOMERGE_LABEL));
    }
}
