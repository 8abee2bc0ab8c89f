package io.tidelock.core.port.store;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Work;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Remembers every delivery, and makes the promise that follows from it in the same transaction. */
public interface Deliveries {
    /**
     * Stores the delivery and, when it is new, its work; durable when this returns, {@code Unavailable} when it cannot be.
     * Of the lane's jobs that the work replaces, those never begun are superseded; those that run, or were begun and given
     * back, are marked to stop, and whoever holds them next says their last words. A delivery seen before only counts up:
     * its work is not stored again, unless {@code again} gives other work to do in that case and no job of the delivery is
     * still open. A comment leads to work once, by whatever deliveries it arrives: one about a comment that has led to work
     * before counts as seen before, and promises nothing.
     */
    Receipt keep(Arrival arrival);

    /** How often this delivery was seen, and what became of it. */
    Optional<Record> find(DeliveryId id);

    /** True when the comment has led to work; what was heard long ago may be forgotten. */
    boolean heard(CommentRef comment);

    /**
     * @param kind the host's name of the event
     * @param repo full name, for the record; may be empty
     * @param ours the repository, when it is one that we work for: from now on it is known to {@link Repositories}
     * @param verdict one line: why it was ignored, or what it led to
     * @param again the work to do instead when the delivery was seen before
     */
    record Arrival(
            DeliveryId id,
            String kind,
            String repo,
            Optional<RepoRef> ours,
            Instant at,
            String verdict,
            Optional<Work> work,
            Optional<Work> again) {}

    /**
     * @param seenBefore the delivery, or the comment that it is about
     * @param job the promise that this call made
     * @param stopping running jobs that must stop now
     * @param superseded work of waiting jobs that will never run and never gave a sign
     */
    record Receipt(boolean seenBefore, Optional<JobId> job, List<JobId> stopping, List<Work> superseded) {}

    record Record(DeliveryId id, String kind, String verdict, Instant firstSeen, int timesSeen) {}
}
