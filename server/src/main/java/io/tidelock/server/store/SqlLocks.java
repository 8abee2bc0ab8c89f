package io.tidelock.server.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.project.ProjectKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Project locks in the database: the primary key lets one pull request have a project. */
final class SqlLocks implements Locks {
    private static final String OF_PULL = " WHERE host = ? AND repo = ? AND number = ?";

    private final Database database;

    SqlLocks(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Lock> take(Lease lease, PullRef pull, ProjectKey key, Instant at) {
        return database.write(handle -> {
            Held.check(handle, lease);
            handle.execute(
                    "INSERT INTO project_lock (host, repo, dir, workspace, name, number, at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    pull.repo().host(),
                    pull.repo().path(),
                    key.dir(),
                    key.workspace(),
                    key.name(),
                    pull.number(),
                    at.toEpochMilli());
            Lock lock = holder(handle, pull, key);
            return lock.holder().equals(pull) ? Optional.empty() : Optional.of(lock);
        });
    }

    private static Lock holder(Handle handle, PullRef pull, ProjectKey key) {
        return handle.select(
                        "SELECT * FROM project_lock"
                                + " WHERE host = ? AND repo = ? AND dir = ? AND workspace = ? AND name = ?",
                        pull.repo().host(),
                        pull.repo().path(),
                        key.dir(),
                        key.workspace(),
                        key.name())
                .map(SqlLocks::lock)
                .one();
    }

    @Override
    public void free(Lease lease, PullRef pull, ProjectKey key) {
        database.write(
                lease,
                handle -> handle.execute(
                        "DELETE FROM project_lock" + OF_PULL + " AND dir = ? AND workspace = ? AND name = ?",
                        pull.repo().host(),
                        pull.repo().path(),
                        pull.number(),
                        key.dir(),
                        key.workspace(),
                        key.name()));
    }

    @Override
    public List<Lock> free(Lease lease, PullRef pull) {
        return database.write(handle -> {
            Held.check(handle, lease);
            List<Lock> freed = handle.select(
                            "SELECT * FROM project_lock" + OF_PULL + " ORDER BY dir, workspace, name",
                            pull.repo().host(),
                            pull.repo().path(),
                            pull.number())
                    .map(SqlLocks::lock)
                    .list();
            handle.execute(
                    "DELETE FROM project_lock" + OF_PULL,
                    pull.repo().host(),
                    pull.repo().path(),
                    pull.number());
            return freed;
        });
    }

    @Override
    public List<Lock> all() {
        return database.read(
                handle -> handle.select("SELECT * FROM project_lock ORDER BY host, repo, dir, workspace, name")
                        .map(SqlLocks::lock)
                        .list());
    }

    private static Lock lock(ResultSet row, StatementContext context) throws SQLException {
        return new Lock(Columns.pull(row), Columns.key(row), Columns.instant(row, "at"));
    }
}
