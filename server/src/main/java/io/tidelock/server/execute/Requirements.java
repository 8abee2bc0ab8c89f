package io.tidelock.server.execute;

import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.project.Requirement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Judges what a project requires by what is known of its pull request. Asks nobody. */
final class Requirements {
    private Requirements() {}

    /**
     * What is missing before an apply, as far as a host can tell.
     *
     * @param asked {@link Requirement#UNDIVERGED} is none of its business: that a plan fits its base is looked at anyway
     */
    static List<Demands.Lack> lacks(Collection<Requirement> asked, Standing standing) {
        return asked.stream()
                .distinct()
                .sorted()
                .flatMap(requirement -> unmet(List.of(requirement), standing, List.of(), "").stream()
                        .map(problem -> new Demands.Lack(requirement, problem)))
                .toList();
    }

    /**
     * What is not met, every requirement for itself, each with all that it lacks and what would turn it green.
     *
     * @param missed files of the project that its base branch has and its head has not; empty when there are none
     */
    static List<Problem> unmet(Collection<Requirement> asked, Standing standing, List<String> missed, String base) {
        List<Problem> unmet = new ArrayList<>();
        for (Requirement requirement : asked.isEmpty() ? EnumSet.noneOf(Requirement.class) : EnumSet.copyOf(asked)) {
            switch (requirement) {
                case APPROVED -> approved(standing).ifPresent(unmet::add);
                case MERGEABLE -> mergeable(standing.mergeability()).ifPresent(unmet::add);
                case UNDIVERGED -> undiverged(missed, base).ifPresent(unmet::add);
            }
        }
        return unmet;
    }

    private static Optional<Problem> approved(Standing standing) {
        return standing.unapproved().isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "not `approved`: " + String.join("; ", standing.unapproved()),
                        "an approval",
                        "Have it approved"));
    }

    private static Optional<Problem> mergeable(Mergeability mergeability) {
        return switch (mergeability) {
            case Mergeability.Free free -> Optional.empty();
            case Mergeability.Blocked blocked -> Optional.of(unmergeable(String.join("; ", blocked.why())));
            case Mergeability.Unsettled unsettled ->
                Optional.of(unmergeable("its host has not found out whether it can be merged"));
        };
    }

    private static Problem unmergeable(String why) {
        return Problem.of(
                "not `mergeable`: " + why,
                "nothing in the way of a merge, apart from us",
                "Put that right on the host");
    }

    private static Optional<Problem> undiverged(List<String> missed, String base) {
        int most = 3;
        String more = missed.size() > most ? " and " + (missed.size() - most) + " more" : "";
        return missed.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "not `undiverged`: " + base + " has changed "
                                + String.join(", ", missed.subList(0, Math.min(most, missed.size()))) + more,
                        "a head with all that " + base + " has of this project",
                        "Merge or rebase onto " + base + " and push"));
    }

    /** As one problem, for a row that has room for one. */
    static Problem together(List<Problem> unmet, String verb) {
        String met = String.join("; ", unmet.stream().map(Problem::met).toList());
        String next = String.join("; ", unmet.stream().map(Problem::next).toList());
        return Problem.of(
                met,
                String.join(
                        "; ", unmet.stream().map(Problem::expected).distinct().toList()),
                next + ", then comment `" + verb + "`");
    }
}
