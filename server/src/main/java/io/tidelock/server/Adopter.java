package io.tidelock.server;

import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.core.port.store.Deliveries;
import io.tidelock.core.port.store.Jobs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Takes on the pull requests that were open before anybody told us of their repository: each is promised a plan, unless it has one,
 * or was promised one, as it is now. So to adopt twice is to adopt once.
 */
final class Adopter {
    private final RepoReader looks;
    private final Knowledge knowledge;
    private final Jobs jobs;
    private final Predicate<RepoRef> ours;
    private final Consumer<Deliveries.Receipt> bell;
    private final InstantSource clock;

    /** @param ours whether a repository is one that we work for */
    Adopter(
            RepoReader looks,
            Knowledge knowledge,
            Jobs jobs,
            Predicate<RepoRef> ours,
            Consumer<Deliveries.Receipt> bell,
            InstantSource clock) {
        this.looks = looks;
        this.knowledge = knowledge;
        this.jobs = jobs;
        this.ours = ours;
        this.bell = bell;
        this.clock = clock;
    }

    /**
     * @param adopted those that are planned now
     * @param known how many were known as they are
     */
    record Adoption(RepoRef repo, List<PullRef> adopted, int known) {
        Adoption {
            adopted = List.copyOf(adopted);
        }
    }

    /** One at a time. Throws {@code Refused} or {@code Unavailable}; what was promised before stays promised. */
    synchronized Adoption adopt(RepoRef repo) {
        if (!ours.test(repo)) {
            throw new Refused(
                    Refused.Kind.NOT_ALLOWED,
                    Problem.of(
                            repo + " is not on the repository allowlist",
                            "one that is",
                            "Add it to --repo-allowlist and start the server anew, or correct the name"));
        }
        List<PullRef> adopted = new ArrayList<>();
        int known = 0;
        for (OpenPull pull : open(repo)) {
            if (knowledge.hasHeardOf(pull, false)) {
                known++;
                continue;
            }
            // whether it may be planned at all, being a draft or from a fork, is asked when the work is done
            JobId job = jobs.add(new Work.AutoPlan(pull.ref(), pull.head(), true), clock.instant());
            bell.accept(new Deliveries.Receipt(false, Optional.of(job), List.of(), List.of()));
            adopted.add(pull.ref());
        }
        return new Adoption(repo, adopted, known);
    }

    /** The oldest first, so that they get the locks. */
    private List<OpenPull> open(RepoRef repo) {
        return switch (looks.openPulls(repo, Optional.empty())) {
            case Listing.Items<OpenPull> items ->
                items.items().stream()
                        .sorted(Comparator.comparing(pull -> pull.ref().number()))
                        .toList();
            case Listing.Unchanged<OpenPull> nothing -> List.of();
        };
    }
}
