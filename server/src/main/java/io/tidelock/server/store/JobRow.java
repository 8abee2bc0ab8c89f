package io.tidelock.server.store;

import io.tidelock.core.job.Ending;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** An open job as its row has it; the work is still text, since it may be of a kind that this version does not know. */
record JobRow(long id, String work, Instant acceptedAt, int attempt, long fence, Optional<String> stop) {
    static final String COLUMNS = "id, work, accepted_at, attempt, fence, stop";

    static final RowMapper<JobRow> MAPPER = (row, context) -> read(row);

    private static JobRow read(ResultSet row) throws SQLException {
        return new JobRow(
                row.getLong("id"),
                row.getString("work"),
                Columns.instant(row, "accepted_at"),
                row.getInt("attempt"),
                row.getLong("fence"),
                Columns.maybeText(row, "stop"));
    }

    /** Throws {@link Json.Unreadable} when the work was written by a newer version. */
    Job job() {
        return new Job(new JobId(id), Json.read(work, Work.class), acceptedAt, attempt);
    }

    Optional<Stopped.Reason> stopReason() {
        return stop.map(Stopped.Reason::valueOf);
    }

    static String state(Ending.State state) {
        return switch (state) {
            case DONE -> "done";
            case SUPERSEDED -> "superseded";
            case FAILED -> "failed";
        };
    }
}
