package io.tidelock.server.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Ending;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Jobs;
import io.tidelock.core.words.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs in the database. */
final class SqlJobs implements Jobs {
    private static final Logger log = LoggerFactory.getLogger(SqlJobs.class);

    /** How long a job that this version cannot read is left alone before it is looked at, and complained about, again. */
    private static final Duration UNREADABLE = Duration.ofHours(1);

    private static final String OLDEST_THAT_MAY_RUN = """
            SELECT %s FROM job AS j
            WHERE ended_at IS NULL
              AND (
                (state = 'running' AND lease_until < :now)
                OR (
                  state = 'waiting'
                  AND not_before <= :now
                  AND NOT EXISTS (
                    SELECT 1 FROM job AS earlier
                    WHERE earlier.host = j.host AND earlier.repo = j.repo AND earlier.number = j.number
                      AND earlier.ended_at IS NULL AND earlier.id < j.id
                      AND NOT (j.kind = :unlock
                        AND (
                          (earlier.state = 'running' AND earlier.kind IN (:apply, :land, :edit))
                          OR (earlier.state = 'waiting' AND EXISTS (
                            SELECT 1 FROM job AS applying
                            WHERE applying.host = j.host AND applying.repo = j.repo AND applying.number = j.number
                              AND applying.ended_at IS NULL AND applying.id < j.id
                              AND applying.state = 'running' AND applying.kind IN (:apply, :land, :edit))))))
                  AND (
                    kind NOT IN (:apply, :land, :edit)
                    OR NOT EXISTS (
                      SELECT 1 FROM job AS other
                      WHERE other.host = j.host AND other.repo = j.repo
                        AND other.ended_at IS NULL AND other.state = 'running'
                        AND other.kind IN (:apply, :land, :edit)))))
            ORDER BY id
            LIMIT 1
            """.formatted(JobRow.COLUMNS);

    private final Database database;
    private final InstantSource clock;

    SqlJobs(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Claim> claim(String owner, Instant now, Instant until) {
        return database.write(handle -> {
            for (Optional<JobRow> next = oldest(handle, now); next.isPresent(); next = oldest(handle, now)) {
                JobRow row = next.get();
                try {
                    Job before = row.job();
                    take(handle, row.id(), owner, until);
                    Job job = new Job(before.id(), before.work(), before.acceptedAt(), before.attempt() + 1);
                    return Optional.of(new Claim(job, row.fence() + 1, row.stopReason()));
                } catch (Json.Unreadable newer) {
                    log.error("job {} waits for a version of Tidelock that can read it", row.id(), newer);
                    putOff(handle, row.id(), now.plus(UNREADABLE));
                }
            }
            return Optional.empty();
        });
    }

    private static Optional<JobRow> oldest(Handle handle, Instant now) {
        return handle.createQuery(OLDEST_THAT_MAY_RUN)
                .bind("now", now.toEpochMilli())
                .bind("apply", Json.name(Work.Apply.class))
                .bind("unlock", Json.name(Work.Unlock.class))
                .bind("land", Json.name(Work.Land.class))
                .bind("edit", Json.name(Work.EditState.class))
                .map(JobRow.MAPPER)
                .findOne();
    }

    private static void take(Handle handle, long job, String owner, Instant until) {
        handle.execute(
                "UPDATE job SET state = 'running', attempt = attempt + 1, fence = fence + 1, owner = ?, lease_until = ?"
                        + " WHERE id = ?",
                owner,
                until.toEpochMilli(),
                job);
    }

    private static void putOff(Handle handle, long job, Instant until) {
        handle.execute(
                "UPDATE job SET state = 'waiting', fence = fence + 1, owner = NULL, lease_until = NULL, not_before = ?"
                        + " WHERE id = ?",
                until.toEpochMilli(),
                job);
    }

    @Override
    public Optional<Stopped.Reason> beat(JobId job, long fence, Instant until) {
        return database.write(handle -> {
            if (!Held.is(handle, job.value(), fence)) {
                return Optional.of(Stopped.Reason.LOST);
            }
            handle.execute("UPDATE job SET lease_until = ? WHERE id = ?", until.toEpochMilli(), job.value());
            return handle.select("SELECT stop FROM job WHERE id = ?", job.value())
                    .map((row, context) -> Columns.maybeText(row, "stop").map(Stopped.Reason::valueOf))
                    .one();
        });
    }

    @Override
    public void finish(Lease lease, Ending ending, List<Message> words) {
        Instant now = clock.instant();
        List<Letters.Draft> drafts = Letters.drafts(words);
        database.write(lease, handle -> {
            handle.execute(
                    "UPDATE job SET state = ?, said = ?, ended_at = ?, owner = NULL, lease_until = NULL WHERE id = ?",
                    JobRow.state(ending.state()),
                    ending.said(),
                    now.toEpochMilli(),
                    lease.job().id().value());
            Letters.post(handle, drafts, now);
        });
    }

    @Override
    public void giveBack(Lease lease, Instant notBefore, String why) {
        database.write(
                lease,
                handle -> handle.execute(
                        "UPDATE job SET state = 'waiting', said = ?, not_before = ?, owner = NULL, lease_until = NULL"
                                + " WHERE id = ?",
                        why,
                        notBefore.toEpochMilli(),
                        lease.job().id().value()));
    }

    @Override
    public JobId add(Work work, Instant at) {
        return database.write(handle -> Promises.make(handle, work, at)).job();
    }

    @Override
    public List<Job> open() {
        List<JobRow> rows = database.read(
                handle -> handle.select("SELECT " + JobRow.COLUMNS + " FROM job WHERE ended_at IS NULL ORDER BY id")
                        .map(JobRow.MAPPER)
                        .list());
        return rows.stream().flatMap(SqlJobs::readable).toList();
    }

    @Override
    public List<Job> of(PullRef pull) {
        List<JobRow> rows = database.read(handle -> handle.select(
                        "SELECT " + JobRow.COLUMNS + " FROM job WHERE host = ? AND repo = ? AND number = ? ORDER BY id",
                        pull.repo().host(),
                        pull.repo().path(),
                        pull.number())
                .map(JobRow.MAPPER)
                .list());
        return rows.stream().flatMap(SqlJobs::readable).toList();
    }

    private static Stream<Job> readable(JobRow row) {
        try {
            return Stream.of(row.job());
        } catch (Json.Unreadable newer) {
            return Stream.empty(); // claim() complains about it
        }
    }

    /** Lets every running job be claimed at once: nobody else uses this store, so their holders are gone. */
    int releaseLeases(Instant now) {
        return database.write(handle -> handle.execute(
                "UPDATE job SET lease_until = MIN(lease_until, ?) WHERE ended_at IS NULL AND state = 'running'",
                now.toEpochMilli() - 1));
    }
}
