package io.tidelock.server.cli;

import io.tidelock.config.operator.OperatorSettings;
import io.tidelock.core.outcome.Finding;
import io.tidelock.core.outcome.Problem;
import io.tidelock.server.Checkup;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code tidelock doctor}: whether a server with these settings would work, and what to do where it would not. */
final class DoctorCommand {
    private static final String USAGE = """
            tidelock doctor — looks whether a server with these settings can work, and says what to do where it cannot

              tidelock doctor [flags of tidelock server] [--repo OWNER/NAME]...

              --repo OWNER/NAME      a repository to look at; by default some of those that it works for

            Settings come from the flags, variables and file that the server has. Nothing is changed, here or on the host, and the
            server may be running. Each line is one thing: ✔ is as it should be, ! may be, ✘ keeps something from working.
            Exit code: 0 when nothing is wrong, 1 when something is, 2 when a flag is not understood.

            """;

    /** As wide as the longest of the usual subjects. */
    private static final int WIDTH = 22;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private int wrong;
    private int doubtful;
    private int all;

    DoctorCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    int run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        List<String> flags = new ArrayList<>();
        List<String> repositories = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.startsWith("--repo=")) {
                repositories.add(word.substring("--repo=".length()));
            } else if (!word.equals("--repo")) {
                flags.add(word);
            } else if (i + 1 < arguments.size()) {
                repositories.add(arguments.get(++i));
            } else {
                err.println("tidelock: --repo needs a value, like acme/infra");
                return 2;
            }
        }
        try {
            OperatorSettings settings = ServerCommand.settings(
                    flags, environment, warning -> tell(new Finding.Doubtful("settings", Problem.of(warning, "", ""))));
            tell(new Finding.Fine("settings", "understood"));
            Logs.begin(OperatorSettings.LogLevel.ERROR);
            Checkup.of(settings, environment, repositories, this::tell);
        } catch (ServerCommand.NotStarted reasons) {
            reasons.problems().forEach(problem -> tell(new Finding.Wrong("settings", problem)));
        } catch (IllegalArgumentException trouble) {
            tell(new Finding.Wrong("settings", Problem.of(String.valueOf(trouble.getMessage()), "", "")));
        }
        out.println();
        out.println(sum());
        return wrong > 0 ? 1 : 0;
    }

    private String sum() {
        if (wrong == 0 && doubtful == 0) {
            return "All " + all + " are as they should be.";
        }
        if (wrong == 0) {
            return "Nothing is wrong; " + doubtful + " of " + all + " may be.";
        }
        return wrong + " of " + all + (wrong == 1 ? " is" : " are") + " wrong"
                + (doubtful == 0 ? "." : ", and " + doubtful + " may be.");
    }

    private void tell(Finding finding) {
        all++;
        switch (finding) {
            case Finding.Fine fine -> line("✔", fine.subject(), fine.said());
            case Finding.Doubtful it -> {
                doubtful++;
                problem("!", it.subject(), it.problem());
            }
            case Finding.Wrong it -> {
                wrong++;
                problem("✘", it.subject(), it.problem());
            }
        }
        out.flush();
    }

    private void problem(String sign, String subject, Problem problem) {
        String met = (problem.place().map(place -> place + ": ").orElse("")) + problem.met();
        line(sign, subject, met + (problem.expected().isEmpty() ? "" : "; expected " + problem.expected()));
        if (!problem.next().isEmpty()) {
            out.println(" ".repeat(WIDTH + 4) + "→ " + problem.next());
        }
    }

    /** A long subject has a line of its own. */
    private void line(String sign, String subject, String said) {
        if (subject.length() > WIDTH) {
            out.println(sign + " " + subject);
            out.println(" ".repeat(WIDTH + 4) + said);
        } else {
            out.println(sign + " " + subject + " ".repeat(WIDTH + 2 - subject.length()) + said);
        }
    }
}
