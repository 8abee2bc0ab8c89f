package io.tidelock.server.store;

import io.tidelock.core.port.store.Audit;
import java.time.Instant;

/** The audit trail in the database: triggers refuse to change or cut it. */
final class SqlAudit implements Audit {
    private final Database database;

    SqlAudit(Database database) {
        this.database = database;
    }

    @Override
    public void note(Instant at, String who, String what, String where, String detail) {
        database.write(handle -> handle.execute(
                "INSERT INTO audit (at, who, what, place, detail) VALUES (?, ?, ?, ?, ?)",
                at.toEpochMilli(),
                who,
                what,
                where,
                detail));
    }
}
