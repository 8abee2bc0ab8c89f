package io.tidelock.server;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.words.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The letters of each pull request, in their order, and the thread that carries them. */
final class Rounds {
    private final int abreast;
    private final Consumer<PullRef> carry;
    private final Map<PullRef, Round> rounds = new LinkedHashMap<>();

    private static final class Round {
        private final Deque<Outbox.Letter> letters = new ArrayDeque<>();
        private final Thread carrier;

        private Round(Thread carrier) {
            this.carrier = carrier;
        }
    }

    /**
     * @param abreast how many letters of one pull request may go side by side
     * @param carry carries what {@link #next} gives until that is nothing
     */
    Rounds(int abreast, Consumer<PullRef> carry) {
        this.abreast = abreast;
        this.carry = carry;
    }

    /** Hands letters out, which are taken within, and sees to it that somebody carries them. True when there were any. */
    synchronized boolean begin(Supplier<List<Outbox.Letter>> due) {
        List<Outbox.Letter> letters = due.get();
        for (Outbox.Letter letter : letters) {
            PullRef pull = letter.message().pull();
            rounds.computeIfAbsent(
                            pull,
                            fresh ->
                                    new Round(Thread.ofVirtual().name("carrier").unstarted(() -> carry.accept(fresh))))
                    .letters
                    .add(letter);
        }
        rounds.values().stream()
                .filter(fresh -> fresh.carrier.getState() == Thread.State.NEW)
                .forEach(fresh -> fresh.carrier.start());
        return !letters.isEmpty();
    }

    /** The next letter, and those after it that may go beside it; when there is none, the round is over. */
    synchronized List<Outbox.Letter> next(PullRef pull) {
        List<Outbox.Letter> next = new ArrayList<>();
        Deque<Outbox.Letter> letters = Optional.ofNullable(rounds.get(pull))
                .map(round -> round.letters)
                .orElseGet(ArrayDeque::new);
        while (!letters.isEmpty() && next.size() < abreast && mayGoWith(next, letters.getFirst())) {
            next.add(letters.removeFirst());
        }
        if (next.isEmpty()) {
            rounds.remove(pull);
        }
        return next;
    }

    /** The statuses that are left, which whoever asks has to put back. */
    synchronized List<Outbox.Letter> takeStatuses(PullRef pull) {
        Round round = rounds.get(pull);
        if (round == null) {
            return List.of();
        }
        List<Outbox.Letter> statuses = round.letters.stream()
                .filter(letter -> letter.message() instanceof Message.Status)
                .toList();
        round.letters.removeAll(statuses);
        return statuses;
    }

    private static boolean mayGoWith(List<Outbox.Letter> others, Outbox.Letter letter) {
        return others.isEmpty() || (mayBeOvertaken(others.getFirst().message()) && mayBeOvertaken(letter.message()));
    }

    /**
     * What hangs need not hold up what comes after it. A comment does: what follows may be about it, and whoever reads that a plan
     * is there may merge at once. Of one key nothing is handed out while something is on its way, so a status is never overtaken by
     * its own successor.
     */
    static boolean mayBeOvertaken(Message message) {
        return switch (message) {
            case Message.Status status -> true;
            case Message.React react -> true;
            case Message.Reply reply -> false;
            case Message.Summary summary -> false;
        };
    }

    /** Of what something is on its way. */
    synchronized List<PullRef> pulls() {
        return List.copyOf(rounds.keySet());
    }

    synchronized Optional<Thread> carrier(PullRef pull) {
        return Optional.ofNullable(rounds.get(pull)).map(round -> round.carrier);
    }
}
