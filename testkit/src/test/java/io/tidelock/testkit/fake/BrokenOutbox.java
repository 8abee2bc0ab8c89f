package io.tidelock.testkit.fake;

import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.words.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Outboxes that are wrong in one way each. */
final class BrokenOutbox {
    private BrokenOutbox() {}

    static List<Broken> all() {
        return List.of(
                Broken.in("an outbox that doubles what it is given", shelf -> new FakeOutbox(shelf) {
                    @Override
                    public List<Letter> due(Instant now, int limit) {
                        synchronized (shelf) {
                            List<Letter> due = super.due(now, limit);
                            shelf.letters.values().forEach(envelope -> envelope.state = Envelope.State.WAITING);
                            return due;
                        }
                    }
                }),
                Broken.in("an outbox that sends what arrived again", shelf -> new FakeOutbox(shelf) {
                    @Override
                    public void sent(Letter letter, Optional<Posted> posted) {
                        super.sent(letter, posted);
                        synchronized (shelf) {
                            Optional.ofNullable(shelf.letters.get(letter.id()))
                                    .ifPresent(envelope -> envelope.state = Envelope.State.WAITING);
                        }
                    }
                }),
                Broken.in("two of a key on their way at once", shelf -> new FakeOutbox(shelf) {
                    @Override
                    boolean heldUp(Envelope envelope) {
                        return false;
                    }
                }),
                Broken.in("doubt that is forgotten", shelf -> new FakeOutbox(shelf) {
                    @Override
                    public void later(Letter letter, Instant notBefore, boolean uncertain, String why) {
                        super.later(letter, notBefore, false, why);
                    }
                }),
                Broken.in("doubt that the newer one does not inherit", shelf -> new FakeOutbox(shelf) {
                    @Override
                    void bequeath(Envelope envelope) {}
                }),
                Broken.in("a letter that is tried again at once", shelf -> new FakeOutbox(shelf) {
                    @Override
                    public void later(Letter letter, Instant notBefore, boolean uncertain, String why) {
                        super.later(letter, shelf.now(), uncertain, why);
                    }
                }),
                Broken.in("dead letters that are sent again", shelf -> new FakeOutbox(shelf) {
                    @Override
                    public void dead(Letter letter, String why) {
                        later(letter, shelf.now(), false, why);
                    }
                }),
                Broken.in("a summary that publishes nothing", shelf -> new FakeOutbox(shelf) {
                    @Override
                    void publish(Message.Summary summary, Posted posted) {
                        super.publish(new Message.Summary(summary.pull(), summary.body(), List.of()), posted);
                    }
                }),
                Broken.in("a summary that publishes what a newer version shows", shelf -> new FakeOutbox(shelf) {
                    @Override
                    void publish(Message.Summary summary, Posted posted) {
                        List<PlanId> all = shelf.letters.values().stream()
                                .map(envelope -> envelope.message)
                                .filter(message -> message.key().equals(summary.key()))
                                .flatMap(message -> ((Message.Summary) message).publishes().stream())
                                .toList();
                        super.publish(new Message.Summary(summary.pull(), summary.body(), all), posted);
                    }
                }),
                Broken.in("an outbox that hands out the newest first", shelf -> new FakeOutbox(shelf) {
                    @Override
                    public List<Letter> due(Instant now, int limit) {
                        return super.due(now, limit).reversed();
                    }
                }),
                Broken.in("a limit that is not kept", shelf -> new FakeOutbox(shelf) {
                    @Override
                    public List<Letter> due(Instant now, int limit) {
                        return super.due(now, Integer.MAX_VALUE);
                    }
                }));
    }
}
