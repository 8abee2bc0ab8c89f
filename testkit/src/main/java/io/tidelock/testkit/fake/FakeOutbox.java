package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.Publication;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.words.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Words on their way, in memory. */
public class FakeOutbox implements Outbox {
    final Shelf shelf;

    FakeOutbox(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public void put(List<Message> words, Instant at) {
        synchronized (shelf) {
            shelf.post(words, at);
        }
    }

    @Override
    public List<Letter> due(Instant now, int limit) {
        synchronized (shelf) {
            List<Letter> due = new ArrayList<>();
            for (Envelope envelope : shelf.letters.values()) {
                if (due.size() < limit
                        && envelope.state == Envelope.State.WAITING
                        && !envelope.notBefore.isAfter(now)
                        && !heldUp(envelope)) {
                    envelope.state = Envelope.State.SENDING;
                    envelope.attempt++;
                    due.add(letter(envelope));
                }
            }
            return List.copyOf(due);
        }
    }

    boolean heldUp(Envelope envelope) {
        return shelf.letters.values().stream()
                .anyMatch(other -> other.state == Envelope.State.SENDING
                        && other.message.key().equals(envelope.message.key()));
    }

    private Letter letter(Envelope envelope) {
        Optional<String> summary = envelope.message instanceof Message.Summary summaryMessage
                ? shelf.board(summaryMessage.pull()).summaryId()
                : Optional.empty();
        return new Letter(envelope.id, envelope.message, envelope.attempt, envelope.uncertain, summary);
    }

    @Override
    public void sent(Letter letter, Optional<Posted> posted) {
        synchronized (shelf) {
            if (letter.message() instanceof Message.Summary summary) {
                posted.ifPresent(there -> publish(summary, there));
            }
            sending(letter).ifPresent(envelope -> envelope.state = Envelope.State.SENT);
        }
    }

    void publish(Message.Summary summary, Posted posted) {
        Board board = shelf.board(summary.pull());
        Publication publication = new Publication(Shelf.ms(posted.at()), shelf.now());
        shelf.boards.put(
                summary.pull(),
                board.withResults(board.results().stream()
                                .map(result -> published(result, summary.publishes(), publication))
                                .toList())
                        .withSummary(Optional.of(posted.comment().id())));
    }

    private static ProjectResult published(ProjectResult result, List<PlanId> plans, Publication publication) {
        boolean shown = result.published().isEmpty()
                && result.outcome()
                        .kept()
                        .filter(planned -> plans.contains(planned.plan()))
                        .isPresent();
        return !shown
                ? result
                : new ProjectResult(
                        result.key(),
                        result.outcome(),
                        result.heads(),
                        result.job(),
                        result.run(),
                        result.at(),
                        Optional.of(publication));
    }

    @Override
    public void later(Letter letter, Instant notBefore, boolean uncertain, String why) {
        synchronized (shelf) {
            sending(letter).ifPresent(envelope -> {
                envelope.uncertain |= uncertain;
                if (successor(envelope).isPresent()) {
                    bequeath(envelope);
                    shelf.letters.remove(envelope.id);
                } else {
                    envelope.state = Envelope.State.WAITING;
                    envelope.notBefore = Shelf.ms(notBefore);
                }
            });
        }
    }

    @Override
    public void dead(Letter letter, String why) {
        synchronized (shelf) {
            sending(letter).ifPresent(envelope -> {
                bequeath(envelope);
                envelope.state = Envelope.State.DEAD;
            });
        }
    }

    void bequeath(Envelope envelope) {
        successor(envelope).ifPresent(next -> next.uncertain |= envelope.uncertain);
    }

    private Optional<Envelope> successor(Envelope envelope) {
        return shelf.letters.values().stream()
                .filter(next -> next.state == Envelope.State.WAITING
                        && next.message.key().equals(envelope.message.key()))
                .findFirst();
    }

    private Optional<Envelope> sending(Letter letter) {
        return Optional.ofNullable(shelf.letters.get(letter.id()))
                .filter(envelope -> envelope.state == Envelope.State.SENDING && envelope.attempt == letter.attempt());
    }

    @Override
    public boolean delivered(PullRef pull) {
        synchronized (shelf) {
            return shelf.letters.values().stream()
                    .filter(envelope -> envelope.message.pull().equals(pull))
                    .noneMatch(envelope ->
                            envelope.state == Envelope.State.WAITING || envelope.state == Envelope.State.SENDING);
        }
    }

    @Override
    public boolean empty() {
        synchronized (shelf) {
            return shelf.letters.values().stream()
                    .noneMatch(envelope ->
                            envelope.state == Envelope.State.WAITING || envelope.state == Envelope.State.SENDING);
        }
    }

    @Override
    public Optional<Instant> next() {
        synchronized (shelf) {
            return shelf.letters.values().stream()
                    .filter(envelope -> envelope.state == Envelope.State.WAITING && !heldUp(envelope))
                    .map(envelope -> envelope.notBefore)
                    .min(Instant::compareTo);
        }
    }

    /** What was being sent when the server went down may have arrived. */
    void recover() {
        for (Envelope envelope : List.copyOf(shelf.letters.values())) {
            if (envelope.state == Envelope.State.SENDING) {
                envelope.uncertain = true;
                if (successor(envelope).isPresent()) {
                    bequeath(envelope);
                    shelf.letters.remove(envelope.id);
                } else {
                    envelope.state = Envelope.State.WAITING;
                }
            }
        }
    }

    /** Messages that wait, oldest first. */
    public List<Message> waiting() {
        synchronized (shelf) {
            return shelf.letters.values().stream()
                    .filter(envelope -> envelope.state == Envelope.State.WAITING)
                    .map(envelope -> envelope.message)
                    .toList();
        }
    }
}
