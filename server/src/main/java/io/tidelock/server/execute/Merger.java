package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.store.Audit;
import io.tidelock.core.project.Requirement;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Merges a pull request of which all is applied: the commit that was applied, and none that came after it. Its host is asked
 * as often as it takes, for it does not merge what is merged.
 */
public final class Merger {
    private final PullReader reader;
    private final Host host;
    private final Merging merging;
    private final Records records;
    private final Audit audit;
    private final InstantSource clock;

    /** What is asked of the host: the merge, and what stands in its way. */
    public record Host(PullMerger merges, StandingReader standings, Admission admission) {}

    public Merger(PullReader reader, Host host, Merging merging, Records records, Audit audit, InstantSource clock) {
        this.reader = reader;
        this.host = host;
        this.merging = merging;
        this.records = records;
        this.audit = audit;
        this.clock = clock;
    }

    /** What came of one try. */
    public sealed interface Try {
        record Ended(List<Evidence> evidence) implements Try {
            public Ended {
                evidence = List.copyOf(evidence);
            }
        }

        /** The host does not want to, which may pass. */
        record NotYet(Problem why) implements Try {}
    }

    public Try merge(Work.Merge work, Lease lease) {
        PullRequest pull = reader.pull(work.pull());
        if (pull.merged()) {
            return merged(work, tidied(work, pull, lease));
        }
        if (!pull.open()) {
            return ended(new Evidence.Nothing("it is closed"));
        }
        Optional<String> obstacle = obstacle(work, pull);
        if (obstacle.isPresent()) {
            return ended(answer(work, obstacle.get()));
        }
        Optional<Try> missing = missing(work, pull, lease);
        if (missing.isPresent()) {
            return missing.get();
        }
        try {
            PullMerger.Order order = new PullMerger.Order(work.method(), work.deletesBranch());
            Optional<Problem> branch = host.merges().merge(pull, work.head(), order);
            audit.note(
                    clock.instant(),
                    work.order().author().login(),
                    "merge",
                    pull.ref().toString(),
                    work.head().hex());
            return merged(work, branch);
        } catch (Refused no) {
            return no.kind() == Refused.Kind.NOT_ACCEPTABLE
                    ? new Try.NotYet(no.problem())
                    : ended(answer(work, refused(no.problem())));
        }
    }

    /** What we know better than the host, or what only we mind. */
    private Optional<String> obstacle(Work.Merge work, PullRequest pull) {
        if (!pull.head().sha().equals(work.head())) {
            return Optional.of("it was applied at " + work.head().abbreviated() + ", and its head is now "
                    + pull.head().sha().abbreviated() + ".\n\nApply what is new, which merges it then.");
        }
        Optional<String> label = merging.veto(pull);
        if (label.isPresent()) {
            return Optional.of("it has the label '" + label.get()
                    + "'.\n\nMerge it by hand; or remove the label, then comment `apply` again.");
        }
        if (pull.draft()) {
            return Optional.of("it is a draft.\n\nMark it as ready, then comment `apply` again.");
        }
        return Completion.complete(records.boards().board(pull.ref()), pull)
                ? Optional.empty()
                : Optional.of("not all of it is applied any more.\n\nComment `apply` again.");
    }

    /** What was there when all of it was applied may be gone, an approval above all. What its host refuses may pass. */
    private Optional<Try> missing(Work.Merge work, PullRequest pull, Lease lease) {
        List<Demands.Lack> lacks =
                host.admission().again(pull, records.boards().board(pull.ref()).demands(), lease).of().stream()
                        .flatMap(demand -> demand.lacks().stream())
                        .distinct()
                        .toList();
        Problem why =
                Problem.of(lacks.stream().map(lack -> lack.problem().met()).collect(Collectors.joining("; ")), "", "");
        boolean passes = lacks.stream().allMatch(lack -> lack.requirement() == Requirement.MERGEABLE);
        return lacks.isEmpty()
                ? Optional.empty()
                : Optional.of(passes ? new Try.NotYet(why) : ended(answer(work, refused(why))));
    }

    /** After a crash, or when the answer was lost: the merge was ours, and its branch may have been left. */
    private Optional<Problem> tidied(Work.Merge work, PullRequest pull, Lease lease) {
        boolean ours = lease.job().attempt() > 1 && pull.head().sha().equals(work.head());
        return ours && work.deletesBranch() ? host.merges().deleteBranch(pull) : Optional.empty();
    }

    private static Try merged(Work.Merge work, Optional<Problem> branch) {
        return branch.<Evidence>map(why -> new Evidence.Answer(work.order(), "Merged. But " + why.sentence()))
                .map(Merger::ended)
                .orElseGet(() -> ended(new Evidence.Nothing("it is merged")));
    }

    private static Try ended(Evidence evidence) {
        return new Try.Ended(List.of(evidence));
    }

    /** The host was asked long enough: its own reasons, where it tells them. */
    public List<Evidence> giveUp(Work.Merge work, Problem why) {
        return List.of(answer(work, refused(reasons(work).orElse(why))));
    }

    /** The job is given up. An answer may have been lost on the way, so that only its host knows whether it is merged. */
    public List<Evidence> fail(Work.Merge work, Problem why) {
        try {
            return reader.pull(work.pull()).merged() ? List.of() : List.of(answer(work, refused(why)));
        } catch (Unavailable | Refused silent) {
            return List.of(new Evidence.Answer(
                    work.order(),
                    "It is not known whether this is merged, now that all of it is applied: " + why.sentence()
                            + ".\n\nIf it is not, comment `apply` again once that is settled, or merge it by hand:"
                            + " nothing is left to apply."));
        }
    }

    private Optional<Problem> reasons(Work.Merge work) {
        StandingReader.Question question =
                new StandingReader.Question(EnumSet.of(Requirement.MERGEABLE), Optional.empty(), name -> false);
        Mergeability now =
                host.standings().standing(reader.pull(work.pull()), question).mergeability();
        return now instanceof Mergeability.Blocked blocked
                ? Optional.of(Problem.of(String.join("; ", blocked.why()), "", ""))
                : Optional.empty();
    }

    private static String refused(Problem why) {
        return why.sentence()
                + ".\n\nSettle that and comment `apply` again, or merge it by hand: nothing is left to apply.";
    }

    private static Evidence answer(Work.Merge work, String why) {
        return new Evidence.Answer(work.order(), "Not merged, although all of it is applied: " + why);
    }
}
