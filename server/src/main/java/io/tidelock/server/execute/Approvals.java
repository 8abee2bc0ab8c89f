package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.PullMerger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes approvals back when a comment had a pull request planned anew: they were given to plans that are gone. That is done
 * once the plans are made and before anybody can read them, so that whoever approves the new ones is not meant.
 */
public final class Approvals {
    /** Where approvals stand whatever is planned. */
    public static final Approvals STAND = new Approvals(Optional.empty());

    /** With this try, a host that does not do it is taken to keep them. What is planned is not planned again meanwhile. */
    private static final int BELIEF = 4;

    private final Optional<PullMerger> host;

    private Approvals(Optional<PullMerger> host) {
        this.host = host;
    }

    /** Where they are taken back. */
    public static Approvals takenBackOn(PullMerger host) {
        return new Approvals(Optional.of(host));
    }

    /** What there is to say of it; a host that keeps approvals keeps nobody from planning. */
    Optional<Evidence> plannedAnew(CommentOrder order, PullRequest pull, List<Evidence> evidence, Lease lease) {
        boolean planned = evidence.stream().anyMatch(Evidence.Shown.class::isInstance);
        if (host.isEmpty() || !planned || !pull.open()) {
            return Optional.empty();
        }
        PullMerger.Dropped dropped = dropped(host.get(), pull, lease);
        String gone = dropped.by().isEmpty()
                ? ""
                : "This was planned anew, so the approval of "
                        + dropped.by().stream().map(login -> "`" + login + "`").collect(Collectors.joining(", "))
                        + " is taken back: it was for the plans before. Read the new ones, then approve again.";
        String kept = dropped.kept().isEmpty()
                ? ""
                : "Approvals still stand although this was planned anew:\n\n- "
                        + dropped.kept().stream()
                                .map(Problem::sentence)
                                .distinct()
                                .collect(Collectors.joining("\n- "))
                        + "\n\nThey were for the plans before: read the new ones before you apply.";
        return Optional.of(String.join("\n\n", List.of(gone, kept)).strip())
                .filter(text -> !text.isEmpty())
                .map(text -> new Evidence.Answer(order, text));
    }

    private static PullMerger.Dropped dropped(PullMerger host, PullRequest pull, Lease lease) {
        try {
            return host.dropApprovals(pull);
        } catch (Unavailable silent) {
            if (lease.job().attempt() < BELIEF) {
                throw silent;
            }
            return new PullMerger.Dropped(
                    List.of(),
                    List.of(Problem.of(
                            "the host was asked several times to take them back: " + silent.getMessage(), "", "")));
        }
    }
}
