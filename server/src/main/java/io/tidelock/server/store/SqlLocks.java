package io.tidelock.server.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.project.ProjectKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Project locks in the database: the primary key lets one pull request have a project, and the line has an order of its own. */
final class SqlLocks implements Locks {
    private static final String OF_PULL = " WHERE host = ? AND repo = ? AND number = ?";
    private static final String OF_KEY = " AND dir = ? AND workspace = ? AND name = ?";

    private final Database database;
    private final InstantSource clock;

    SqlLocks(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Lock> take(Lease lease, PullRef pull, ProjectKey key, Instant at) {
        return database.write(handle -> {
            Held.check(handle, lease);
            return take(handle, pull, key, at);
        });
    }

    private static Optional<Lock> take(Handle handle, PullRef pull, ProjectKey key, Instant at) {
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
        Lock lock = holder(handle, pull, key).orElseThrow();
        return lock.holder().equals(pull) ? Optional.empty() : Optional.of(lock);
    }

    @Override
    public Map<ProjectKey, Wait> take(Lease lease, PullRef pull, Collection<ProjectKey> keys, Instant at) {
        return database.write(handle -> {
            Held.check(handle, lease);
            Map<ProjectKey, Wait> waits = new TreeMap<>();
            for (ProjectKey key : new TreeSet<>(keys)) {
                take(handle, pull, key, at)
                        .ifPresent(lock -> waits.put(key, new Wait(lock.holder(), stand(handle, pull, key, at))));
            }
            return waits;
        });
    }

    /** Stands in line, or stays there, and says at which place. */
    private static int stand(Handle handle, PullRef pull, ProjectKey key, Instant at) {
        handle.execute(
                "INSERT INTO lock_line (host, repo, dir, workspace, name, number, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                pull.repo().host(),
                pull.repo().path(),
                key.dir(),
                key.workspace(),
                key.name(),
                pull.number(),
                at.toEpochMilli());
        return line(handle, pull, key).stream().map(Lock::holder).toList().indexOf(pull) + 1;
    }

    private static Optional<Lock> holder(Handle handle, PullRef pull, ProjectKey key) {
        return of(handle, "project_lock", "at", pull, key).stream().findFirst();
    }

    private static List<Lock> line(Handle handle, PullRef pull, ProjectKey key) {
        return of(handle, "lock_line", "seq", pull, key);
    }

    private static List<Lock> of(Handle handle, String table, String order, PullRef pull, ProjectKey key) {
        return handle.select(
                        "SELECT * FROM " + table + " WHERE host = ? AND repo = ?" + OF_KEY + " ORDER BY " + order,
                        pull.repo().host(),
                        pull.repo().path(),
                        key.dir(),
                        key.workspace(),
                        key.name())
                .map(SqlLocks::lock)
                .list();
    }

    private static List<Lock> of(Handle handle, String table, PullRef pull) {
        return handle.select(
                        "SELECT * FROM " + table + OF_PULL + " ORDER BY dir, workspace, name",
                        pull.repo().host(),
                        pull.repo().path(),
                        pull.number())
                .map(SqlLocks::lock)
                .list();
    }

    @Override
    public void free(Lease lease, PullRef pull, ProjectKey key) {
        Instant now = clock.instant();
        database.write(lease, handle -> release(handle, pull, key, now));
    }

    @Override
    public List<Lock> free(Lease lease, PullRef pull) {
        Instant now = clock.instant();
        return database.write(handle -> {
            Held.check(handle, lease);
            List<Lock> freed = of(handle, "project_lock", pull);
            freed.forEach(lock -> release(handle, pull, lock.key(), now));
            of(handle, "lock_line", pull).forEach(wait -> release(handle, pull, wait.key(), now));
            return freed;
        });
    }

    /** Gives up the lock or the place in its line; the first in line gets the lock, and all who stand there are told. */
    private static void release(Handle handle, PullRef pull, ProjectKey key, Instant now) {
        boolean had = delete(handle, "project_lock", pull, key);
        boolean waited = delete(handle, "lock_line", pull, key);
        if (!had && !waited) {
            return;
        }
        List<Lock> line = line(handle, pull, key);
        if (had && !line.isEmpty()) {
            PullRef next = line.getFirst().holder();
            delete(handle, "lock_line", next, key);
            take(handle, next, key, now);
        }
        line.forEach(wait -> tell(handle, wait.holder(), now));
    }

    private static boolean delete(Handle handle, String table, PullRef pull, ProjectKey key) {
        return handle.execute(
                        "DELETE FROM " + table + OF_PULL + OF_KEY,
                        pull.repo().host(),
                        pull.repo().path(),
                        pull.number(),
                        key.dir(),
                        key.workspace(),
                        key.name())
                > 0;
    }

    /** One promise is enough for all the lines of a pull request. */
    private static void tell(Handle handle, PullRef pull, Instant now) {
        boolean told = handle.select(
                        "SELECT 1 FROM job" + OF_PULL + " AND ended_at IS NULL AND attempt = 0 AND kind = ?",
                        pull.repo().host(),
                        pull.repo().path(),
                        pull.number(),
                        Json.name(Work.LockFreed.class))
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
        if (!told) {
            Promises.make(handle, new Work.LockFreed(pull), now);
        }
    }

    @Override
    public List<Lock> all() {
        return database.read(
                handle -> handle.select("SELECT * FROM project_lock ORDER BY host, repo, dir, workspace, name")
                        .map(SqlLocks::lock)
                        .list());
    }

    @Override
    public List<Lock> waiting() {
        return database.read(
                handle -> handle.select("SELECT * FROM lock_line ORDER BY host, repo, dir, workspace, name, seq")
                        .map(SqlLocks::lock)
                        .list());
    }

    private static Lock lock(ResultSet row, StatementContext context) throws SQLException {
        return new Lock(Columns.pull(row), Columns.key(row), Columns.instant(row, "at"));
    }
}
