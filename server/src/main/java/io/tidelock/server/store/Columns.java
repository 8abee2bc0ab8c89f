package io.tidelock.server.store;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.project.ProjectKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The columns that several tables share. */
final class Columns {
    private Columns() {}

    static PullRef pull(ResultSet row) throws SQLException {
        return new PullRef(repo(row), row.getInt("number"));
    }

    static RepoRef repo(ResultSet row) throws SQLException {
        return new RepoRef(row.getString("host"), row.getString("repo"));
    }

    static ProjectKey key(ResultSet row) throws SQLException {
        return new ProjectKey(row.getString("dir"), row.getString("workspace"), row.getString("name"));
    }

    static Heads heads(ResultSet row) throws SQLException {
        return new Heads(new CommitSha(row.getString("head")), new CommitSha(row.getString("base")));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static Optional<Instant> maybeInstant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    static Optional<String> maybeText(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static @Nullable Long orNull(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(null);
    }
}
