package io.tidelock.server.execute;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.port.host.TeamReader.Team;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.server.execute.Arbitration.Question;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds out whether somebody may give a command, by their teams or by the operator's program. Asks nobody where everybody may; who cannot be asked about may not. */
public final class Clearance {
    private static final int MOST_TEAMS = 10;

    private final TeamReader reader;
    private final Function<RepoRef, TeamRules> rules;
    private final Optional<Arbitration> program;

    /**
     * @param rules those that hold for a repository
     * @param program says instead of them who may
     */
    public Clearance(TeamReader reader, Function<RepoRef, TeamRules> rules, Optional<Arbitration> program) {
        this.reader = reader;
        this.rules = rules;
        this.program = program;
    }

    /** Whether everybody may give the command there, as far as teams go. */
    boolean open(RepoRef repo, String command) {
        return program.isEmpty() && rules.apply(repo).open(command);
    }

    /**
     * Why this person may not give the command; empty when they may.
     *
     * @param command its first word, or {@code autoplan}
     */
    Optional<Problem> refusal(PullRequest pull, Actor who, String command, Lease lease) {
        return refusal(pull, new Person(who, "`" + who.login() + "`"), command, lease);
    }

    /** Why merging must not apply for who merged it. */
    Optional<Problem> refusalOfMerge(PullRequest pull, Actor who, Lease lease) {
        return refusal(pull, new Person(who, "`" + who.login() + "`, who merged it,"), "apply", lease);
    }

    private Optional<Problem> refusal(PullRequest pull, Person person, String command, Lease lease) {
        Actor who = person.actor();
        RepoRef repo = pull.ref().repo();
        if (open(repo, command)) {
            return Optional.empty();
        }
        return switch (teams(repo, who)) {
            case Known.Not not -> Optional.of(not.why());
            case Known.In in
            when program.isPresent() ->
                program.get().refusal(new Question(pull, person, word(command), in.teams()), lease);
            case Known.In in -> {
                TeamRules known = rules.apply(repo);
                yield known.allow(command, in.teams())
                        ? Optional.empty()
                        : Optional.of(refusal(known, person, command));
            }
        };
    }

    /** The projects that this person is kept from although they may give the command. Only a program knows of projects. */
    Map<ProjectKey, Problem> refusals(Attempt attempt, Actor who, String command, Collection<Project> projects) {
        if (program.isEmpty()) {
            return Map.of();
        }
        return switch (teams(attempt.pull().repo(), who)) {
            case Known.Not not -> projects.stream().collect(Collectors.toMap(Project::key, project -> not.why()));
            case Known.In in ->
                program.get()
                        .refusals(
                                new Question(
                                        attempt.request(),
                                        new Person(who, "`" + who.login() + "`"),
                                        word(command),
                                        in.teams()),
                                attempt.prospect(),
                                projects,
                                attempt.lease());
        };
    }

    /** What is known of somebody's teams. */
    private sealed interface Known {
        record In(List<Team> teams) implements Known {}

        record Not(Problem why) implements Known {}
    }

    private Known teams(RepoRef repo, Actor who) {
        try {
            return new Known.In(reader.teams(repo, who, wanted(repo)));
        } catch (Refused no) {
            return new Known.Not(Problem.of(
                    "the host does not tell which teams `" + who.login() + "` is in: "
                            + no.problem().met(),
                    "",
                    "Ask the operator; our account may lack a permission there"));
        }
    }

    /** A program may know any team; where these cannot be listed, those above the repository are asked about. */
    private Set<String> wanted(RepoRef repo) {
        Set<String> wanted = new TreeSet<>(rules.apply(repo).named());
        if (program.isPresent()) {
            for (String path = repo.owner();
                    !path.isEmpty();
                    path = path.substring(0, Math.max(0, path.lastIndexOf('/')))) {
                wanted.add(path);
            }
        }
        return wanted;
    }

    private static Problem refusal(TeamRules known, Person person, String command) {
        List<String> allowed = known.teams(command);
        String word = word(command);
        String met = person.mayNot(word);
        return allowed.isEmpty()
                ? Problem.of(
                        met + ": no team may",
                        "",
                        "Plans and locks stay as they are. The operator can name a team that may")
                : Problem.of(
                        met,
                        "a member of " + names(allowed),
                        "Ask one of them to comment `" + (word.equals("state") ? "state rm" : word)
                                + "`. Plans and locks stay as they are");
    }

    /** @param called how a sentence about them begins */
    record Person(Actor actor, String called) {
        /** @param word a command's first */
        String mayNot(String word) {
            String deed = switch (word) {
                case "state" -> "change what the state knows";
                case "version" -> "ask for the version";
                default -> word;
            };
            return called + " may not " + deed + " here";
        }
    }

    private static String word(String command) {
        return command.equals(TeamRules.AUTOPLAN) ? "plan" : command;
    }

    private static String names(List<String> teams) {
        String names =
                teams.stream().limit(MOST_TEAMS).map(team -> "`" + team + "`").collect(Collectors.joining(" or "));
        return teams.size() > MOST_TEAMS ? names + " or " + (teams.size() - MOST_TEAMS) + " others" : names;
    }
}
