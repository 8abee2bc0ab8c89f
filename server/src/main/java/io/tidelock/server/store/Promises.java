package io.tidelock.server.store;

import io.tidelock.core.job.Ending;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lane;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Makes a promise: stores work as a job, and tells those that it replaces. */
final class Promises {
    record Promised(JobId job, List<JobId> stopping, List<Work> superseded) {}

    private record Earlier(long id, String work, String state, int attempt) {}

    /** Only work that can replace some other needs to look at its lane, which may be long. */
    private static final ClassValue<Boolean> MAY_REPLACE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                Method replaces = type.getMethod("replaces", Work.class);
                return replaces.getDeclaringClass() != Work.class;
            } catch (NoSuchMethodException bug) {
                throw new IllegalStateException(bug);
            }
        }
    };

    private Promises() {}

    static Promised make(Handle handle, Work work, Instant at) {
        List<JobId> stopping = new ArrayList<>();
        List<Work> superseded = new ArrayList<>();
        if (MAY_REPLACE.get(work.getClass())) {
            for (Earlier earlier : openJobs(handle, work.lane())) {
                replace(handle, work, earlier, at, stopping, superseded);
            }
        }
        Lane lane = work.lane();
        long id = handle.createUpdate("INSERT INTO job (host, repo, number, kind, work, accepted_at, state, not_before)"
                        + " VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?)")
                .bind(0, lane.repo().host())
                .bind(1, lane.repo().path())
                .bind(2, lane.number())
                .bind(3, Json.name(work.getClass()))
                .bind(4, Json.write(work))
                .bind(5, at.toEpochMilli())
                .bind(6, at.toEpochMilli())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        return new Promised(new JobId(id), List.copyOf(stopping), List.copyOf(superseded));
    }

    /** What was begun may have given a sign on the host, so it is left to its next holder to say its last words. */
    private static void replace(
            Handle handle, Work work, Earlier earlier, Instant at, List<JobId> stopping, List<Work> superseded) {
        Work old;
        try {
            old = Json.read(earlier.work, Work.class);
        } catch (Json.Unreadable newer) {
            return; // nobody can say whether it is replaced
        }
        if (!work.replaces(old)) {
            return;
        }
        if (earlier.attempt == 0) {
            handle.execute(
                    "UPDATE job SET state = ?, said = 'replaced before it was begun', ended_at = ? WHERE id = ?",
                    JobRow.state(Ending.State.SUPERSEDED),
                    at.toEpochMilli(),
                    earlier.id);
            superseded.add(old);
            return;
        }
        handle.execute("UPDATE job SET stop = ? WHERE id = ?", Stopped.Reason.SUPERSEDED.name(), earlier.id);
        if (earlier.state.equals("running")) {
            stopping.add(new JobId(earlier.id));
        } else {
            handle.execute("UPDATE job SET not_before = ? WHERE id = ?", at.toEpochMilli(), earlier.id);
        }
    }

    private static List<Earlier> openJobs(Handle handle, Lane lane) {
        return handle.select(
                        "SELECT id, work, state, attempt FROM job"
                                + " WHERE host = ? AND repo = ? AND number = ? AND ended_at IS NULL ORDER BY id",
                        lane.repo().host(),
                        lane.repo().path(),
                        lane.number())
                .map((row, context) -> new Earlier(
                        row.getLong("id"), row.getString("work"), row.getString("state"), row.getInt("attempt")))
                .list();
    }
}
