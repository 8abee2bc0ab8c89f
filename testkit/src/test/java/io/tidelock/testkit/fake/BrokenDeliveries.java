package io.tidelock.testkit.fake;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.job.Work;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Deliveries that are wrong in one way each. */
final class BrokenDeliveries {
    private BrokenDeliveries() {}

    static List<Broken> all() {
        return List.of(
                Broken.in("a delivery that is run as often as it arrives", shelf -> new FakeDeliveries(shelf) {
                    @Override
                    Optional<Shelf.Told> before(DeliveryId id) {
                        return Optional.empty();
                    }
                }),
                Broken.in("a repeated delivery whose other work is forgotten", shelf -> new FakeDeliveries(shelf) {
                    @Override
                    Receipt again(Arrival arrival, Shelf.Told before) {
                        return super.again(
                                new Arrival(
                                        arrival.id(),
                                        arrival.kind(),
                                        arrival.repo(),
                                        arrival.ours(),
                                        arrival.at(),
                                        arrival.verdict(),
                                        arrival.work(),
                                        Optional.empty()),
                                before);
                    }
                }),
                Broken.in(
                        "other work that is piled up while the first job is open", shelf -> new FakeDeliveries(shelf) {
                            @Override
                            Receipt again(Arrival arrival, Shelf.Told before) {
                                return super.again(arrival, new Shelf.Told(before.record(), Optional.empty()));
                            }
                        }),
                Broken.in("ids that are one for all hosts", shelf -> new FakeDeliveries(shelf) {
                    @Override
                    public Optional<Record> find(DeliveryId id) {
                        return super.find(new DeliveryId("github.com", id.id()));
                    }
                }),
                Broken.in("a receipt that names nobody to stop", shelf -> new FakeDeliveries(shelf) {
                    @Override
                    public Receipt keep(Arrival arrival) {
                        Receipt receipt = super.keep(arrival);
                        return new Receipt(receipt.seenBefore(), receipt.job(), List.of(), receipt.superseded());
                    }
                }),
                Broken.in("a comment that is obeyed under every delivery", shelf -> new FakeDeliveries(shelf) {
                    @Override
                    boolean isNew(Work work) {
                        return true;
                    }
                }),
                Broken.in("comments that are one in all repositories", shelf -> new FakeDeliveries(shelf) {
                    @Override
                    boolean isNew(Work work) {
                        return !(work instanceof Work.Ordered ordered)
                                || shelf.heard.add(new Shelf.Heard(
                                        new RepoRef("no", "matter/which"),
                                        ordered.order().comment().id()));
                    }
                }),
                Broken.in("a repository that is known only by its work", shelf -> new FakeDeliveries(shelf) {
                    @Override
                    public Receipt keep(Arrival arrival) {
                        return super.keep(
                                arrival.work().isPresent()
                                        ? arrival
                                        : new Arrival(
                                                arrival.id(),
                                                arrival.kind(),
                                                arrival.repo(),
                                                Optional.empty(),
                                                arrival.at(),
                                                arrival.verdict(),
                                                arrival.work(),
                                                arrival.again()));
                    }
                }),
                Broken.in("two that look before either writes", shelf -> new FakeDeliveries(shelf) {
                    @Override
                    public Receipt keep(Arrival arrival) {
                        boolean known = find(arrival.id()).isPresent();
                        LockSupport.parkNanos(20_000_000);
                        if (!known) {
                            synchronized (shelf) {
                                shelf.deliveries.remove(arrival.id());
                            }
                        }
                        return super.keep(arrival);
                    }
                }));
    }
}
