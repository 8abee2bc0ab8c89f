package io.tidelock.server.store;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Makes the tables, or brings older ones up to date. */
final class Schema {
    private Schema() {}

    static void migrate(Path file) {
        Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(Database.source(file))
                .locations("classpath:db/sqlite")
                .table("schema_history")
                .load();
        try {
            refuseFuture(flyway, file);
            flyway.migrate();
        } catch (FlywayException broken) {
            throw new Refused(
                    Refused.Kind.NOT_ACCEPTABLE,
                    Problem.of(
                            "the database " + file + " cannot be brought up to date: " + broken.getMessage(),
                            "a database that Tidelock made",
                            "Restore the data folder from a backup, or name an empty one."));
        }
    }

    private static void refuseFuture(Flyway flyway, Path file) {
        Optional<MigrationVersion> known = newest(flyway.info().all(), true);
        Optional<MigrationVersion> applied = newest(flyway.info().applied(), false);
        if (applied.isPresent() && (known.isEmpty() || applied.get().compareTo(known.get()) > 0)) {
            throw new Refused(
                    Refused.Kind.NOT_ACCEPTABLE,
                    Problem.of(
                            "the database " + file + " has schema " + applied.get()
                                    + ", made by a newer version of Tidelock",
                            "schema " + known.map(MigrationVersion::toString).orElse("0") + " or older",
                            "Start the newer version again, or restore a backup from before the update."));
        }
    }

    private static Optional<MigrationVersion> newest(MigrationInfo[] migrations, boolean resolvedOnly) {
        return Arrays.stream(migrations)
                .filter(migration -> !resolvedOnly || migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .filter(version -> version != null)
                .max(MigrationVersion::compareTo);
    }
}
