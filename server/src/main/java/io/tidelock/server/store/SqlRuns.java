package io.tidelock.server.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.store.Runs;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Runs in the database, their logs sealed. */
final class SqlRuns implements Runs {
    private static final String COLUMNS =
            "id, job, kind, host, repo, number, dir, workspace, name, begun_at, ended_at, result";

    private record Log(Run run, byte[] sealed) {}

    private final Database database;
    private final Vault vault;

    SqlRuns(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    @Override
    public void begin(Lease lease, Run run) {
        database.write(lease, handle -> {
            if (find(handle, run.id()).isPresent()) {
                throw new IllegalStateException("run " + run.id().value() + " was begun before");
            }
            handle.execute(
                    "INSERT INTO run (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    run.id().value(),
                    run.job().value(),
                    run.kind().name(),
                    run.pull().repo().host(),
                    run.pull().repo().path(),
                    run.pull().number(),
                    run.key().dir(),
                    run.key().workspace(),
                    run.key().name(),
                    run.begunAt().toEpochMilli(),
                    Columns.orNull(run.endedAt()),
                    run.result().orElse(null));
        });
    }

    @Override
    public void end(Lease lease, RunId id, String result, Instant at, byte[] log) {
        Run begun = run(id).orElseThrow(() -> new IllegalStateException("run " + id.value() + " was never begun"));
        byte[] sealed = vault.seal(label(begun), log);
        database.write(
                lease,
                handle -> handle.execute(
                        "UPDATE run SET ended_at = ?, result = ?, sealed = ? WHERE id = ? AND ended_at IS NULL",
                        at.toEpochMilli(),
                        result,
                        sealed,
                        id.value()));
    }

    @Override
    public Optional<Run> run(RunId id) {
        return database.read(handle -> find(handle, id));
    }

    private static Optional<Run> find(Handle handle, RunId id) {
        return handle.select("SELECT " + COLUMNS + " FROM run WHERE id = ?", id.value())
                .map(SqlRuns::row)
                .findOne();
    }

    @Override
    public Optional<byte[]> log(RunId id) {
        Optional<Log> log = database.read(handle -> handle.select(
                        "SELECT " + COLUMNS + ", sealed FROM run WHERE id = ? AND sealed IS NOT NULL", id.value())
                .map((row, context) -> new Log(row(row, context), row.getBytes("sealed")))
                .findOne());
        return log.map(found -> vault.open(label(found.run), found.sealed, "the log of run " + id.value()));
    }

    @Override
    public List<Run> of(JobId job) {
        return database.read(
                handle -> handle.select("SELECT " + COLUMNS + " FROM run WHERE job = ? ORDER BY seq", job.value())
                        .map(SqlRuns::row)
                        .list());
    }

    @Override
    public List<Run> applying(PullRef pull, Instant since) {
        return database.read(handle -> handle.select(
                        "SELECT " + COLUMNS + " FROM run WHERE host = ? AND repo = ? AND number = ?"
                                + " AND (ended_at IS NULL OR ended_at > ?) ORDER BY seq",
                        pull.repo().host(),
                        pull.repo().path(),
                        pull.number(),
                        since.toEpochMilli())
                .map(SqlRuns::row)
                .filter(run -> run.kind().once())
                .list());
    }

    private static byte[] label(Run run) {
        return Vault.label(
                "log",
                run.id().value(),
                Long.toString(run.job().value()),
                run.kind().name(),
                run.pull().repo().host(),
                run.pull().repo().path(),
                Integer.toString(run.pull().number()),
                run.key().dir(),
                run.key().workspace(),
                run.key().name());
    }

    private static Run row(ResultSet row, StatementContext context) throws SQLException {
        return new Run(
                new RunId(row.getString("id")),
                new JobId(row.getLong("job")),
                Kind.valueOf(row.getString("kind")),
                Columns.pull(row),
                Columns.key(row),
                Columns.instant(row, "begun_at"),
                Columns.maybeInstant(row, "ended_at"),
                Columns.maybeText(row, "result"));
    }
}
