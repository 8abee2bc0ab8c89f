package io.tidelock.core.project;

import java.util.List;
import java.util.Optional;

/** One step of a workflow. The arguments are the operator's or the repository's, never a commenter's. */
public sealed interface Step {
    /** The word that stands for it in a file. */
    String word();

    record Init(List<String> extraArgs) implements Step {
        public Init {
            extraArgs = List.copyOf(extraArgs);
        }

        @Override
        public String word() {
            return "init";
        }
    }

    record Plan(List<String> extraArgs) implements Step {
        public Plan {
            extraArgs = List.copyOf(extraArgs);
        }

        @Override
        public String word() {
            return "plan";
        }
    }

    /** Writes the plan as JSON to where {@code $SHOWFILE} points. */
    record Show(List<String> extraArgs) implements Step {
        public Show {
            extraArgs = List.copyOf(extraArgs);
        }

        @Override
        public String word() {
            return "show";
        }
    }

    record Apply(List<String> extraArgs) implements Step {
        public Apply {
            extraArgs = List.copyOf(extraArgs);
        }

        @Override
        public String word() {
            return "apply";
        }
    }

    record Import(List<String> extraArgs) implements Step {
        public Import {
            extraArgs = List.copyOf(extraArgs);
        }

        @Override
        public String word() {
            return "import";
        }
    }

    record StateRm(List<String> extraArgs) implements Step {
        public StateRm {
            extraArgs = List.copyOf(extraArgs);
        }

        @Override
        public String word() {
            return "state_rm";
        }
    }

    /** A command of people's own. */
    record Run(Script script, Shown shown) implements Step {
        @Override
        public String word() {
            return "run";
        }
    }

    /** A variable for the steps that follow: {@code value}, or what the script prints. Exactly one of them is there. */
    record Env(String name, Optional<String> value, Optional<Script> script) implements Step {
        @Override
        public String word() {
            return "env";
        }
    }

    /**
     * Variables for the steps that follow, as the script prints them: {@code NAME=value,NAME2=value2}.
     *
     * @param told whether their names are part of the output
     */
    record MultiEnv(Script script, boolean told) implements Step {
        @Override
        public String word() {
            return "multienv";
        }
    }

    /**
     * A command line for a shell.
     *
     * @param command the text that the shell reads; nothing of a pull request is ever put into it
     * @param shell the program, looked for on the PATH
     * @param shellArgs what comes between the program and the command
     */
    record Script(String command, String shell, List<String> shellArgs) {
        public static final String SHELL = "sh";
        public static final List<String> SHELL_ARGS = List.of("-c");

        public Script {
            shellArgs = List.copyOf(shellArgs);
        }

        public static Script of(String command) {
            return new Script(command, SHELL, SHELL_ARGS);
        }
    }

    /**
     * What people see of a command's output.
     *
     * @param hidden nothing of it, when the command succeeds
     * @param refreshStripped nothing up to terraform's last line about refreshing
     * @param filters expressions of RE2; what matches becomes {@code $1<redacted>$2}
     */
    record Shown(boolean hidden, boolean refreshStripped, List<String> filters) {
        public static final Shown ALL = new Shown(false, false, List.of());

        public Shown {
            filters = List.copyOf(filters);
        }
    }
}
