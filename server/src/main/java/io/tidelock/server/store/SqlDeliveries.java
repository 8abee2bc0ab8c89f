package io.tidelock.server.store;

import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Deliveries;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Deliveries in the database. */
final class SqlDeliveries implements Deliveries {
    private record Known(boolean promiseOpen) {}

    private final Database database;

    SqlDeliveries(Database database) {
        this.database = database;
    }

    @Override
    public Receipt keep(Arrival arrival) {
        return database.write(handle -> known(handle, arrival.id())
                .map(known -> again(handle, arrival, known))
                .orElseGet(() -> first(handle, arrival)));
    }

    private static Optional<Known> known(Handle handle, DeliveryId id) {
        return handle.select(
                        "SELECT EXISTS (SELECT 1 FROM job WHERE job.id = delivery.job AND job.ended_at IS NULL) AS open"
                                + " FROM delivery WHERE host = ? AND id = ?",
                        id.host(),
                        id.id())
                .map((row, context) -> new Known(row.getInt("open") == 1))
                .findOne();
    }

    private static Receipt first(Handle handle, Arrival arrival) {
        Optional<Promises.Promised> promised = arrival.work().map(work -> Promises.make(handle, work, arrival.at()));
        handle.execute(
                "INSERT INTO delivery (host, id, kind, repo, verdict, first_seen, last_seen, times_seen, job)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)",
                arrival.id().host(),
                arrival.id().id(),
                arrival.kind(),
                arrival.repo(),
                arrival.verdict(),
                arrival.at().toEpochMilli(),
                arrival.at().toEpochMilli(),
                jobOrNull(promised));
        return receipt(false, promised);
    }

    private static Receipt again(Handle handle, Arrival arrival, Known known) {
        Optional<Work> work = known.promiseOpen ? Optional.empty() : arrival.again();
        Optional<Promises.Promised> promised = work.map(fresh -> Promises.make(handle, fresh, arrival.at()));
        handle.execute(
                "UPDATE delivery SET times_seen = times_seen + 1, last_seen = ? WHERE host = ? AND id = ?",
                arrival.at().toEpochMilli(),
                arrival.id().host(),
                arrival.id().id());
        if (promised.isPresent()) {
            handle.execute(
                    "UPDATE delivery SET job = ?, verdict = ? WHERE host = ? AND id = ?",
                    jobOrNull(promised),
                    arrival.verdict(),
                    arrival.id().host(),
                    arrival.id().id());
        }
        return receipt(true, promised);
    }

    private static @Nullable Long jobOrNull(Optional<Promises.Promised> promised) {
        return promised.map(Promises.Promised::job).map(JobId::value).orElse(null);
    }

    private static Receipt receipt(boolean seenBefore, Optional<Promises.Promised> promised) {
        return new Receipt(
                seenBefore,
                promised.map(Promises.Promised::job),
                promised.map(Promises.Promised::stopping).orElse(List.of()),
                promised.map(Promises.Promised::superseded).orElse(List.of()));
    }

    @Override
    public Optional<Record> find(DeliveryId id) {
        return database.read(handle -> handle.select(
                        "SELECT kind, verdict, first_seen, times_seen FROM delivery WHERE host = ? AND id = ?",
                        id.host(),
                        id.id())
                .map((row, context) -> new Record(
                        id,
                        row.getString("kind"),
                        row.getString("verdict"),
                        Columns.instant(row, "first_seen"),
                        row.getInt("times_seen")))
                .findOne());
    }
}
