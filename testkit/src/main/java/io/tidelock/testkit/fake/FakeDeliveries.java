package io.tidelock.testkit.fake;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Deliveries;
import io.tidelock.core.port.store.Repositories;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deliveries in memory. */
public class FakeDeliveries implements Deliveries {
    final Shelf shelf;

    FakeDeliveries(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public Receipt keep(Arrival arrival) {
        synchronized (shelf) {
            arrival.ours().ifPresent(repo -> hear(repo, arrival.at()));
            Optional<Shelf.Told> before = before(arrival.id());
            if (before.isPresent()) {
                return again(arrival, before.get());
            }
            Optional<Work> work = arrival.work().filter(this::isNew);
            boolean heardBefore = arrival.work().isPresent() && work.isEmpty();
            Optional<Shelf.Promised> promised = work.map(fresh -> shelf.promise(fresh, arrival.at()));
            String verdict = heardBefore ? "heard before: " + arrival.verdict() : arrival.verdict();
            Record first = new Record(arrival.id(), arrival.kind(), verdict, Shelf.ms(arrival.at()), 1);
            shelf.deliveries.put(arrival.id(), new Shelf.Told(first, promised.map(Shelf.Promised::job)));
            return receipt(heardBefore, promised);
        }
    }

    void hear(RepoRef repo, Instant at) {
        shelf.repositories.putIfAbsent(repo, new Repositories.Known(repo, Shelf.ms(at), Optional.empty()));
    }

    /** False for what a comment asks for that has led to work before; from now on this one has. */
    boolean isNew(Work work) {
        return !(work instanceof Work.Ordered ordered)
                || shelf.heard.add(new Shelf.Heard(
                        ordered.pull().repo(), ordered.order().comment().id()));
    }

    Optional<Shelf.Told> before(DeliveryId id) {
        return Optional.ofNullable(shelf.deliveries.get(id));
    }

    Receipt again(Arrival arrival, Shelf.Told before) {
        boolean open = before.job()
                .map(job -> shelf.promises.get(job.value()))
                .filter(Promise::open)
                .isPresent();
        Optional<Work> work = open ? Optional.empty() : arrival.again().filter(this::isNew);
        Optional<Shelf.Promised> promised = work.map(fresh -> shelf.promise(fresh, arrival.at()));
        Record old = before.record();
        String verdict = promised.isPresent() ? arrival.verdict() : old.verdict();
        Record counted = new Record(old.id(), old.kind(), verdict, old.firstSeen(), old.timesSeen() + 1);
        shelf.deliveries.put(
                arrival.id(),
                new Shelf.Told(counted, promised.map(Shelf.Promised::job).or(before::job)));
        return receipt(true, promised);
    }

    private static Receipt receipt(boolean seenBefore, Optional<Shelf.Promised> promised) {
        return new Receipt(
                seenBefore,
                promised.map(Shelf.Promised::job),
                promised.map(Shelf.Promised::stopping).orElse(List.of()),
                promised.map(Shelf.Promised::superseded).orElse(List.of()));
    }

    @Override
    public Optional<Record> find(DeliveryId id) {
        synchronized (shelf) {
            return Optional.ofNullable(shelf.deliveries.get(id)).map(Shelf.Told::record);
        }
    }

    @Override
    public boolean heard(CommentRef comment) {
        synchronized (shelf) {
            return shelf.heard.contains(new Shelf.Heard(comment.pull().repo(), comment.id()));
        }
    }
}
