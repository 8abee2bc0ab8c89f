package io.tidelock.server.store;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Deliveries;
import java.time.Instant;
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
        return database.write(handle -> {
            arrival.ours().ifPresent(repo -> SqlRepositories.hear(handle, repo, arrival.at()));
            return known(handle, arrival.id())
                    .map(known -> again(handle, arrival, known))
                    .orElseGet(() -> first(handle, arrival));
        });
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
        Optional<Work> work = arrival.work().filter(asked -> isNew(handle, asked, arrival.at()));
        boolean heardBefore = arrival.work().isPresent() && work.isEmpty();
        Optional<Promises.Promised> promised = work.map(fresh -> Promises.make(handle, fresh, arrival.at()));
        handle.execute(
                "INSERT INTO delivery (host, id, kind, repo, verdict, first_seen, last_seen, times_seen, job)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)",
                arrival.id().host(),
                arrival.id().id(),
                arrival.kind(),
                arrival.repo(),
                heardBefore ? "heard before: " + arrival.verdict() : arrival.verdict(),
                arrival.at().toEpochMilli(),
                arrival.at().toEpochMilli(),
                jobOrNull(promised));
        return receipt(heardBefore, promised);
    }

    /** False for what a comment asks for that has led to work before; from now on this one has. */
    private static boolean isNew(Handle handle, Work work, Instant at) {
        if (!(work instanceof Work.Ordered ordered)) {
            return true;
        }
        CommentRef comment = ordered.order().comment();
        return handle.execute(
                        "INSERT INTO heard_comment (host, repo, id, heard_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        comment.pull().repo().host(),
                        comment.pull().repo().path(),
                        comment.id(),
                        at.toEpochMilli())
                == 1;
    }

    private static Receipt again(Handle handle, Arrival arrival, Known known) {
        Optional<Work> work = known.promiseOpen
                ? Optional.empty()
                : arrival.again().filter(asked -> isNew(handle, asked, arrival.at()));
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

    @Override
    public boolean heard(CommentRef comment) {
        return database.read(handle -> handle.select(
                        "SELECT 1 FROM heard_comment WHERE host = ? AND repo = ? AND id = ?",
                        comment.pull().repo().host(),
                        comment.pull().repo().path(),
                        comment.id())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }
}
