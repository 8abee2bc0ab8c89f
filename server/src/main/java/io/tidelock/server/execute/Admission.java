package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.host.StandingReader.Question;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Requirement;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Finds out whether what projects require is met: asks host and git only for what is required. */
public final class Admission {
    /** With this try, a host that has not made up its mind is taken to say no. */
    private static final int BELIEF = 5;

    private static final Set<Requirement> EVERYTHING = Set.of(Requirement.APPROVED, Requirement.MERGEABLE);

    private final StandingReader standings;
    private final Divergence divergence;
    private final Predicate<String> ours;

    /** @param ours names of statuses that must not keep us waiting for ourselves */
    public Admission(StandingReader standings, Checkouts checkouts, Predicate<String> ours) {
        this.standings = standings;
        this.divergence = new Divergence(checkouts);
        this.ours = ours;
    }

    /**
     * What keeps each of the projects from being planned; a merged pull request has been mergeable.
     *
     * @param matters what will be asked once they are planned: where a host is asked at all, it is asked for that as well. Nothing where
     *     applies are not for us; commands of people's own want to know all the same
     */
    Map<ProjectKey, Problem> beforePlan(Attempt attempt, Collection<Project> projects, Set<Requirement> matters) {
        boolean curious = projects.stream().anyMatch(Admission::planAsks);
        return before(attempt, projects, Conditions::plan, matters, curious, "plan");
    }

    /** What keeps each of the projects from being imported into. */
    Map<ProjectKey, Problem> beforeImport(Attempt attempt, Collection<Project> projects) {
        return before(attempt, projects, Conditions::imports, Set.of(), false, "import");
    }

    private Map<ProjectKey, Problem> before(
            Attempt attempt,
            Collection<Project> projects,
            Function<Conditions, List<Requirement>> required,
            Set<Requirement> matters,
            boolean curious,
            String verb) {
        PullRequest pull = attempt.request();
        Map<ProjectKey, Problem> unmet = new TreeMap<>();
        Set<Requirement> all = EnumSet.noneOf(Requirement.class);
        projects.forEach(project -> all.addAll(sensible(required.apply(project.conditions()), pull)));
        if (all.isEmpty() && !curious) {
            return unmet;
        }
        Standing standing = Standing.good();
        if (curious || !told(all).isEmpty()) {
            Set<Requirement> wanted = EnumSet.noneOf(Requirement.class);
            wanted.addAll(curious ? EVERYTHING : told(all));
            toApply(projects, pull, matters).values().forEach(wanted::addAll);
            standing = inquire(attempt.inquiry(), pull, wanted, told(all), attempt.lease());
        }
        Map<ProjectKey, List<String>> missed =
                all.contains(Requirement.UNDIVERGED) ? divergence.missed(attempt, projects) : Map.of();
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
     * What is missing for each of the projects to be applied. That a plan fits its base is looked at for every plan, whether or not
     * it is required.
     *
     * @param asOf when approvals must have been there; empty for now
     */
    Demands beforeApply(PullRequest pull, Collection<Project> projects, Optional<Instant> asOf, Lease lease) {
        return demands(toApply(projects, pull, EVERYTHING), pull, asOf, lease);
    }

    /** As it is now; what commands of people's own want to know is asked in the same question. */
    Demands beforeApply(PullRequest pull, Collection<Project> projects, Inquiry inquiry, Lease lease) {
        Map<ProjectKey, Set<Requirement>> asked = toApply(projects, pull, EVERYTHING);
        Set<Requirement> needed = union(asked);
        boolean curious = projects.stream().anyMatch(Admission::applyAsks);
        return needed.isEmpty() && !curious
                ? Demands.NONE
                : demands(asked, inquire(inquiry, pull, curious ? EVERYTHING : needed, needed, lease), true);
    }

    /** What their commands want to know of a pull request that is merged. */
    Inquiry atMerge(PullRequest pull, Collection<Project> projects) {
        Inquiry inquiry = new Inquiry();
        if (projects.stream().anyMatch(Admission::applyAsks)) {
            inquiry.remember(EVERYTHING, guess(pull, EVERYTHING, pull.mergedAt()));
        }
        return inquiry;
    }

    /**
     * What commands of people's own may know of how the pull request stands, by the names of their variables. Nothing when the
     * host was not asked; who is in doubt says no.
     */
    static Map<String, String> facts(PullRequest pull, Inquiry inquiry) {
        return inquiry.heard(EVERYTHING)
                .map(standing -> Map.of(
                        "ATLANTIS_PR_APPROVED",
                        String.valueOf(standing.unapproved().isEmpty()),
                        "ATLANTIS_PR_MERGEABLE",
                        String.valueOf(pull.merged() || standing.mergeability() instanceof Mergeability.Free)))
                .orElse(Map.of());
    }

    private static boolean planAsks(Project project) {
        return asks(project.workflow().plan());
    }

    private static boolean applyAsks(Project project) {
        return asks(project.workflow().apply());
    }

    /** Commands may; arguments do when they name it. */
    private static boolean asks(List<Step> steps) {
        return Workflow.runsScripts(steps)
                || steps.stream().anyMatch(step -> step.toString().contains("ATLANTIS_PR_"));
    }

    /**
     * Asks once.
     *
     * @param needed what must be known; the rest may be in doubt
     */
    private Standing inquire(
            Inquiry inquiry, PullRequest pull, Set<Requirement> wanted, Set<Requirement> needed, Lease lease) {
        Standing standing = needed.isEmpty()
                ? guess(pull, wanted, Optional.empty())
                : certain(ask(pull, wanted, Optional.empty()), needed, pull, lease);
        inquiry.remember(wanted, standing);
        return standing;
    }

    /** As far as the host answers at all. */
    private Standing guess(PullRequest pull, Set<Requirement> wanted, Optional<Instant> asOf) {
        try {
            return ask(pull, wanted, asOf);
        } catch (Unavailable silent) {
            return mute(wanted, "its host did not answer");
        }
    }

    /** The same, asked again. */
    Demands again(PullRequest pull, Demands before, Lease lease) {
        Map<ProjectKey, Set<Requirement>> asked = new TreeMap<>();
        before.of().forEach(demand -> asked.put(demand.project(), sensible(demand.required(), pull)));
        asked.values().removeIf(Set::isEmpty);
        return demands(asked, pull, Optional.empty(), lease).keeping(before.kept());
    }

    private Demands demands(
            Map<ProjectKey, Set<Requirement>> asked, PullRequest pull, Optional<Instant> asOf, Lease lease) {
        Set<Requirement> all = union(asked);
        return all.isEmpty() ? Demands.NONE : demands(asked, certain(ask(pull, all, asOf), all, pull, lease), true);
    }

    /**
     * What is missing for projects that have just been planned. Nobody waits for a host that does not know: then it is asked again.
     *
     * @param matters what is of importance for whoever wants to apply them here
     */
    Demands foreseen(Attempt attempt, Collection<Project> projects, Set<Requirement> matters) {
        PullRequest pull = attempt.request();
        Map<ProjectKey, Set<Requirement>> asked = toApply(projects, pull, matters);
        Set<Requirement> all = union(asked);
        if (all.isEmpty()) {
            return Demands.NONE;
        }
        Standing standing;
        try {
            standing = attempt.inquiry().told(all).orElseGet(() -> ask(pull, all, Optional.empty()));
        } catch (Unavailable silent) {
            return demands(asked, mute(all, "its host did not answer"), false);
        }
        return demands(asked, standing, !(standing.mergeability() instanceof Mergeability.Unsettled));
    }

    private static Demands demands(Map<ProjectKey, Set<Requirement>> asked, Standing standing, boolean settled) {
        List<Demands.Demand> all = new ArrayList<>();
        asked.forEach((key, required) ->
                all.add(new Demands.Demand(key, List.copyOf(required), Requirements.lacks(required, standing))));
        return new Demands(all, settled);
    }

    private static Set<Requirement> union(Map<ProjectKey, Set<Requirement>> asked) {
        Set<Requirement> all = EnumSet.noneOf(Requirement.class);
        asked.values().forEach(all::addAll);
        return all;
    }

    /** Of those that require anything, what the host can tell. */
    private static Map<ProjectKey, Set<Requirement>> toApply(
            Collection<Project> projects, PullRequest pull, Set<Requirement> matters) {
        Map<ProjectKey, Set<Requirement>> asked = new TreeMap<>();
        for (Project project : projects) {
            Set<Requirement> required = told(sensible(project.conditions().apply(), pull));
            required.retainAll(matters);
            if (!required.isEmpty()) {
                asked.put(project.key(), required);
            }
        }
        return asked;
    }

    /** What a host can tell. */
    private static Set<Requirement> told(Set<Requirement> all) {
        Set<Requirement> told = EnumSet.noneOf(Requirement.class);
        told.addAll(all);
        told.remove(Requirement.UNDIVERGED);
        return told;
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

    private Standing ask(PullRequest pull, Set<Requirement> wanted, Optional<Instant> asOf) {
        try {
            return standings.standing(pull, new Question(wanted, asOf, ours));
        } catch (Refused no) {
            return mute(wanted, "its host does not tell: " + no.problem().met());
        }
    }

    private static Standing mute(Set<Requirement> wanted, String why) {
        return new Standing(
                wanted.contains(Requirement.APPROVED) ? List.of(why) : List.of(),
                wanted.contains(Requirement.MERGEABLE) ? new Mergeability.Blocked(List.of(why)) : Standing.FREE);
    }

    /** Whoever needs to know waits a while for a host that has not made up its mind. */
    private static Standing certain(Standing standing, Set<Requirement> needed, PullRequest pull, Lease lease) {
        if (needed.contains(Requirement.MERGEABLE)
                && standing.mergeability() instanceof Mergeability.Unsettled
                && lease.job().attempt() < BELIEF) {
            throw Unavailable.notDone("the host is still finding out whether " + pull.ref() + " can be merged", null);
        }
        return standing;
    }
}
