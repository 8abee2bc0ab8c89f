package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.command.Authority;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.host.TeamReader.Team;
import io.tidelock.core.port.run.Arbiter;
import io.tidelock.core.port.run.Arbiter.Inquiry;
import io.tidelock.core.port.run.Arbiter.Ruling;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Has the operator's program say who may give which commands: once for the pull request, and once for each of its projects. */
public final class Arbitration {
    /** No workspace is called so: these files are for the program alone. */
    private static final String FILES = "the program of team_authz";

    private static final int LONGEST = 600;

    private final Authority authority;
    private final Arbiter arbiter;
    private final Checkouts checkouts;

    public Arbitration(Authority authority, Arbiter arbiter, Checkouts checkouts) {
        this.authority = authority;
        this.arbiter = arbiter;
        this.checkouts = checkouts;
    }

    /**
     * A question.
     *
     * @param command its first word, in lower case
     */
    record Question(PullRequest pull, Clearance.Person who, String command, List<Team> teams) {}

    /** Why not; empty when the program lets them. */
    Optional<Problem> refusal(Question question, Lease lease) {
        return refusal(question, Map.of("PROJECT_NAME", "", "REPO_ROOT", "", "REPO_REL_PATH", ""), lease);
    }

    /** The projects that the program keeps them from. */
    Map<ProjectKey, Problem> refusals(
            Question question, Prospect.Merged prospect, Collection<Project> projects, Lease lease) {
        Map<ProjectKey, Problem> refused = new TreeMap<>();
        if (projects.isEmpty()) {
            return refused;
        }
        Path root =
                checkouts.tree(question.pull().ref(), prospect, FILES, lease).root();
        for (Project project : projects) {
            ProjectKey key = project.key();
            Map<String, String> place =
                    Map.of("PROJECT_NAME", key.name(), "REPO_ROOT", root.toString(), "REPO_REL_PATH", key.dir());
            refusal(question, place, lease).ifPresent(problem -> refused.put(key, problem));
        }
        return refused;
    }

    private Optional<Problem> refusal(Question question, Map<String, String> place, Lease lease) {
        PullRequest pull = question.pull();
        List<String> arguments =
                new ArrayList<>(List.of(question.command(), pull.ref().repo().path()));
        question.teams().forEach(team -> arguments.add(pull.ref().repo().owner() + "/" + team.slug()));
        Map<String, String> variables = Facts.of(pull, lease);
        HookCommand.addRequest(variables, lease.job().work());
        variables.put("USER_NAME", question.who().actor().login());
        variables.put("COMMAND_NAME", question.command());
        variables.putAll(place);
        return switch (arbiter.ask(new Inquiry(authority, arguments, variables), lease)) {
            case Ruling.Pass pass -> Optional.empty();
            case Ruling.No no ->
                Optional.of(Problem.of(
                        question.who().mayNot(question.command()) + ": the operator's program " + no.why(),
                        "",
                        printed(no.text()) + "Plans and locks stay as they are. The operator knows who may"));
        };
    }

    /** The last of it, in one line. */
    private static String printed(String text) {
        String line = String.join(
                " / ",
                text.lines().map(String::strip).filter(said -> !said.isEmpty()).toList());
        String shown = line.length() > LONGEST ? "…" + line.substring(line.length() - LONGEST) : line;
        return shown.isEmpty() ? "" : "It printed: `" + shown.replace('`', '\'') + "`. ";
    }
}
