package io.tidelock.server.execute;

import io.tidelock.config.select.Selector;
import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.host.StandingReader.Question;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Requirement;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds out whether what projects require is met: asks host and git only for what is required. */
public final class Admission {
    /** With this try, a host that has not made up its mind is taken to say no. */
    private static final int BELIEF = 5;

    private final StandingReader standings;
    private final Checkouts checkouts;
    private final Predicate<String> ours;

    /** @param ours names of statuses that must not keep us waiting for ourselves */
    public Admission(StandingReader standings, Checkouts checkouts, Predicate<String> ours) {
        this.standings = standings;
        this.checkouts = checkouts;
        this.ours = ours;
    }

    /** What keeps each of the projects from being planned; a merged pull request has been mergeable. */
    Map<ProjectKey, Problem> beforePlan(Attempt attempt, Collection<Project> projects) {
        return before(attempt, projects, Conditions::plan, "plan");
    }

    /** What keeps each of the projects from being imported into. */
    Map<ProjectKey, Problem> beforeImport(Attempt attempt, Collection<Project> projects) {
        return before(attempt, projects, Conditions::imports, "import");
    }

    private Map<ProjectKey, Problem> before(
            Attempt attempt,
            Collection<Project> projects,
            Function<Conditions, List<Requirement>> required,
            String verb) {
        PullRequest pull = attempt.request();
        Map<ProjectKey, Problem> unmet = new TreeMap<>();
        Set<Requirement> all = EnumSet.noneOf(Requirement.class);
        projects.forEach(project -> all.addAll(sensible(required.apply(project.conditions()), pull)));
        if (all.isEmpty()) {
            return unmet;
        }
        Standing standing = standing(pull, all, Optional.empty(), attempt.lease());
        Map<ProjectKey, List<String>> missed =
                all.contains(Requirement.UNDIVERGED) ? missed(attempt, projects) : Map.of();
        for (Project project : projects) {
            List<Problem> why = Requirements.unmet(
                    sensible(required.apply(project.conditions()), pull),
                    standing,
                    missed.getOrDefault(project.key(), List.of()),
                    pull.base().branch());
            if (!why.isEmpty()) {
                unmet.put(project.key(), Requirements.together(why, verb));
            }
        }
        return unmet;
    }

    /**
     * What keeps each of the projects from being applied. That a plan fits its base is looked at for every plan, whether or not
     * it is required.
     *
     * @param asOf when approvals must have been there; empty for now
     */
    Map<ProjectKey, List<Problem>> beforeApply(
            PullRequest pull, Collection<Project> projects, Optional<Instant> asOf, Lease lease) {
        Map<ProjectKey, List<Problem>> unmet = new TreeMap<>();
        Set<Requirement> all = EnumSet.noneOf(Requirement.class);
        projects.forEach(project -> all.addAll(toApply(project, pull)));
        if (all.isEmpty()) {
            return unmet;
        }
        Standing standing = standing(pull, all, asOf, lease);
        for (Project project : projects) {
            List<Problem> why = Requirements.unmet(
                    toApply(project, pull), standing, List.of(), pull.base().branch());
            if (!why.isEmpty()) {
                unmet.put(project.key(), why);
            }
        }
        return unmet;
    }

    private static Set<Requirement> toApply(Project project, PullRequest pull) {
        Set<Requirement> asked = sensible(project.conditions().apply(), pull);
        asked.remove(Requirement.UNDIVERGED);
        return asked;
    }

    private static Set<Requirement> sensible(List<Requirement> asked, PullRequest pull) {
        Set<Requirement> sensible = EnumSet.noneOf(Requirement.class);
        sensible.addAll(asked);
        if (pull.merged()) {
            sensible.remove(Requirement.MERGEABLE);
            sensible.remove(Requirement.UNDIVERGED);
        }
        return sensible;
    }

    private Standing standing(PullRequest pull, Set<Requirement> wanted, Optional<Instant> asOf, Lease lease) {
        Question question = new Question(wanted, asOf, ours);
        if (!question.approval() && !question.mergeability()) {
            return Standing.good();
        }
        Standing standing;
        try {
            standing = standings.standing(pull, question);
        } catch (Refused no) {
            List<String> why = List.of("its host does not tell: " + no.problem().met());
            return new Standing(
                    question.approval() ? why : List.of(),
                    question.mergeability() ? new Mergeability.Blocked(why) : Standing.FREE);
        }
        if (standing.mergeability() instanceof Mergeability.Unsettled
                && lease.job().attempt() < BELIEF) {
            throw Unavailable.notDone("the host is still finding out whether " + pull.ref() + " can be merged", null);
        }
        return standing;
    }

    /** What the base branch has changed of each project since the head left it. */
    private Map<ProjectKey, List<String>> missed(Attempt attempt, Collection<Project> projects) {
        ChangedFiles missed =
                checkouts.missed(attempt.pull(), attempt.prospect().heads(), attempt.lease());
        Map<ProjectKey, List<String>> touched = new TreeMap<>();
        if (missed.files().isEmpty()) {
            return touched;
        }
        Selector.select(
                        attempt.settings(),
                        attempt.prospect().source(),
                        missed,
                        attempt.request().base().branch(),
                        Selector.Mode.COMMENT)
                .projects()
                .forEach(project -> touched.put(project.key(), of(project.key(), missed)));
        Set<String> dirs = touched.keySet().stream().map(ProjectKey::dir).collect(Collectors.toSet());
        Set<ProjectKey> configured = attempt.settings().projects().stream()
                .map(ConfiguredProject::key)
                .collect(Collectors.toSet());
        projects.stream()
                .map(Project::key)
                .filter(key -> !configured.contains(key))
                .filter(key ->
                        dirs.contains(key.dir()) || missed.paths().stream().anyMatch(path -> isIn(path, key)))
                .forEach(key -> touched.putIfAbsent(key, of(key, missed)));
        return touched;
    }

    /** Of a project that only a comment names, selection does not tell. */
    private static boolean isIn(String path, ProjectKey key) {
        return key.dir().equals(".") ? path.indexOf('/') < 0 : path.startsWith(key.dir() + "/");
    }

    /** Those in its own directory, where there are any; else all. */
    private static List<String> of(ProjectKey key, ChangedFiles missed) {
        List<String> all = missed.paths().stream().sorted().toList();
        List<String> own =
                all.stream().filter(path -> path.startsWith(key.dir() + "/")).toList();
        return own.isEmpty() ? all : own;
    }
}
