package io.tidelock.server.store;

import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.store.Repositories;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Repositories in the database. */
final class SqlRepositories implements Repositories {
    private final Database database;

    SqlRepositories(Database database) {
        this.database = database;
    }

    @Override
    public List<Known> all() {
        return database.read(handle -> handle.select("SELECT * FROM repository ORDER BY seq")
                .map((row, context) -> new Known(Columns.repo(row), Columns.instant(row, "first_heard"), look(row)))
                .list());
    }

    private static Optional<Look> look(ResultSet row) throws SQLException {
        Optional<String> pulls = Columns.maybeText(row, "pulls");
        if (pulls.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Look(
                Json.readList(pulls.get(), OpenPull.class),
                Columns.maybeText(row, "pulls_tag"),
                Columns.instant(row, "comments_since"),
                Columns.maybeText(row, "comments_tag")));
    }

    @Override
    public void compared(RepoRef repo, Look look) {
        String pulls = Json.write(look.open());
        database.write(handle -> handle.execute(
                "UPDATE repository SET pulls = ?, pulls_tag = ?, comments_since = ?, comments_tag = ?"
                        + " WHERE host = ? AND repo = ?",
                pulls,
                look.openTag().orElse(null),
                look.commentsSince().toEpochMilli(),
                look.commentsTag().orElse(null),
                repo.host(),
                repo.path()));
    }

    /** Makes it known; the first time counts. */
    static void hear(Handle handle, RepoRef repo, Instant at) {
        handle.execute(
                "INSERT INTO repository (host, repo, first_heard) SELECT ?, ?, ?"
                        + " WHERE NOT EXISTS (SELECT 1 FROM repository WHERE host = ? AND repo = ?)",
                repo.host(),
                repo.path(),
                at.toEpochMilli(),
                repo.host(),
                repo.path());
    }
}
