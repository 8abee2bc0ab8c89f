package io.tidelock.server;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.words.Message;
import io.tidelock.server.report.Markers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries words from the outbox to the host until it has them. Words of one pull request go one after the other; a host
 * that asks us to wait gets nothing until then.
 */
final class Postman implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
    private static final int AT_ONCE = 4;
    private static final int BAG = 100;
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** Work waits so long for its first sign. */
    private static final Duration FIRST_SIGN = Duration.ofSeconds(10);

    private static final Duration LEAVE = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final PullWriter writer;
    private final InstantSource clock;
    private final Bell bell = new Bell();
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final Map<PullRef, Round> rounds = new LinkedHashMap<>();
    private final Queue<Runnable> unsettled = new ConcurrentLinkedQueue<>();
    private final Thread round = Thread.ofPlatform().daemon().name("postman").unstarted(this::loop);
    private volatile boolean open = true;
    private volatile Instant hold = Instant.MIN;

    Postman(Outbox outbox, PullWriter writer, InstantSource clock) {
        this.outbox = outbox;
        this.writer = writer;
        this.clock = clock;
    }

    void start() {
        round.start();
    }

    void ring() {
        bell.ring();
    }

    /** Stores the words and tries for a while to send them before it returns; what is not sent by then is sent later. */
    void sendFirst(List<Message> words) {
        if (words.isEmpty()) {
            return;
        }
        outbox.put(words, clock.instant());
        try {
            collect();
        } catch (RuntimeException trouble) {
            LOG.info("the first sign comes later: {}", trouble.getMessage());
        }
        long until = System.nanoTime() + FIRST_SIGN.toNanos();
        words.stream().map(Message::pull).distinct().forEach(pull -> join(pull, until));
    }

    /** Stores words that may go when there is time. */
    void send(List<Message> words) {
        if (!words.isEmpty()) {
            outbox.put(words, clock.instant());
            bell.ring();
        }
    }

    @Override
    public void close() {
        open = false;
        bell.ring();
        long until = System.nanoTime() + LEAVE.toNanos();
        join(round, until);
        try {
            deliver(until);
        } catch (RuntimeException trouble) {
            LOG.warn("the last words are sent when the server is back: {}", trouble.getMessage());
        }
    }

    /** Sends what is due and waits for it, but not longer than until then. True when there was something. */
    boolean deliver(long until) {
        settle();
        boolean some = collect();
        pulls().forEach(pull -> join(pull, until));
        return some;
    }

    private void loop() {
        while (open) {
            try {
                settle();
                if (!collect()) {
                    bell.await(IDLE);
                }
            } catch (RuntimeException trouble) {
                LOG.warn("no words could be sent: {}", trouble.getMessage());
                bell.await(IDLE);
            }
        }
    }

    /** Takes what is due and hands it to the pull requests' carriers, in its order. True when there was something. */
    private boolean collect() {
        Instant now = clock.instant();
        if (now.isBefore(hold)) {
            return false;
        }
        synchronized (rounds) {
            List<Outbox.Letter> due = outbox.due(now, BAG);
            for (Outbox.Letter letter : due) {
                rounds.computeIfAbsent(letter.message().pull(), Round::new)
                        .letters
                        .add(letter);
            }
            rounds.values().stream()
                    .filter(fresh -> fresh.carrier.getState() == Thread.State.NEW)
                    .forEach(fresh -> fresh.carrier.start());
            return !due.isEmpty();
        }
    }

    /** The letters of one pull request, and the thread that carries one after the other. */
    private final class Round {
        private final Deque<Outbox.Letter> letters = new ArrayDeque<>();
        private final Thread carrier;

        private Round(PullRef pull) {
            carrier = Thread.ofVirtual().name("carrier").unstarted(() -> carryAll(pull));
        }
    }

    private void carryAll(PullRef pull) {
        permits.acquireUninterruptibly();
        try {
            for (Optional<Outbox.Letter> next = next(pull); next.isPresent(); next = next(pull)) {
                carry(next.get());
            }
        } finally {
            permits.release();
            bell.ring();
        }
    }

    /** The next letter; when there is none, the round is over. */
    private Optional<Outbox.Letter> next(PullRef pull) {
        synchronized (rounds) {
            Optional<Outbox.Letter> next = Optional.ofNullable(rounds.get(pull)).map(round -> round.letters.poll());
            if (next.isEmpty()) {
                rounds.remove(pull);
            }
            return next;
        }
    }

    private List<PullRef> pulls() {
        synchronized (rounds) {
            return List.copyOf(rounds.keySet());
        }
    }

    private void join(PullRef pull, long until) {
        Optional<Thread> carrier;
        synchronized (rounds) {
            carrier = Optional.ofNullable(rounds.get(pull)).map(round -> round.carrier);
        }
        carrier.ifPresent(thread -> join(thread, until));
    }

    private static void join(Thread thread, long until) {
        try {
            thread.join(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Outbox.Letter letter) {
        if (clock.instant().isBefore(hold)) {
            settle(() -> outbox.later(letter, hold, letter.uncertain(), "the host asked us to wait"));
            return;
        }
        try {
            Optional<Posted> posted = say(letter);
            settle(() -> outbox.sent(letter, posted));
        } catch (Unavailable trouble) {
            trouble.retryAfter().ifPresent(pause -> hold = clock.instant().plus(pause));
            Instant next = clock.instant().plus(trouble.retryAfter().orElse(pause(letter.attempt())));
            boolean uncertain = letter.uncertain() || trouble.perhapsDone();
            settle(() -> outbox.later(letter, next, uncertain, String.valueOf(trouble.getMessage())));
        } catch (Refused refused) {
            LOG.warn("the host does not take '{}': {}", letter.message().key(), refused.getMessage());
            settle(() -> outbox.dead(letter, String.valueOf(refused.getMessage())));
        } catch (RuntimeException bug) {
            LOG.error(
                    "'{}' could not be sent, and that is our bug",
                    letter.message().key(),
                    bug);
            Instant next = clock.instant().plus(Duration.ofMinutes(1));
            settle(() -> outbox.later(letter, next, true, bug.toString()));
        }
    }

    /** Writes down what became of a letter: at once, or as soon as the store can be written again. */
    private void settle(Runnable fate) {
        unsettled.add(fate);
        try {
            settle();
        } catch (RuntimeException trouble) {
            LOG.warn("what became of a letter is written down later: {}", trouble.getMessage());
        }
    }

    private void settle() {
        synchronized (unsettled) {
            for (Runnable fate = unsettled.peek(); fate != null; fate = unsettled.peek()) {
                try {
                    fate.run();
                } catch (Unavailable full) {
                    throw full;
                } catch (RuntimeException bug) {
                    LOG.error("what became of a letter cannot be written down, and that is our bug", bug);
                }
                unsettled.remove();
            }
        }
    }

    private Optional<Posted> say(Outbox.Letter letter) {
        return switch (letter.message()) {
            case Message.Status status -> {
                writer.status(status.status());
                yield Optional.empty();
            }
            case Message.React react -> {
                writer.react(react.comment(), react.reaction());
                yield Optional.empty();
            }
            case Message.Reply reply -> Optional.of(reply(letter, reply));
            case Message.Summary summary -> Optional.of(summary(letter, summary));
        };
    }

    private Posted reply(Outbox.Letter letter, Message.Reply reply) {
        Optional<Posted> there =
                letter.uncertain() ? writer.find(reply.pull(), Markers.reply(reply.id())) : Optional.empty();
        return there.orElseGet(() -> writer.post(reply.pull(), reply.body()));
    }

    private Posted summary(Outbox.Letter letter, Message.Summary summary) {
        Optional<CommentRef> known = letter.summaryId()
                .map(id -> new CommentRef(summary.pull(), id))
                .or(() -> letter.uncertain() ? find(summary) : Optional.empty());
        return known.flatMap(comment -> edit(comment, summary))
                .or(() -> successor(letter, summary).flatMap(comment -> edit(comment, summary)))
                .orElseGet(() -> writer.post(summary.pull(), summary.body()));
    }

    /** Empty when somebody deleted the comment. */
    private Optional<Posted> edit(CommentRef comment, Message.Summary summary) {
        try {
            return Optional.of(writer.edit(comment, summary.body()));
        } catch (Refused gone) {
            if (gone.kind() == Refused.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw gone;
        }
    }

    /** The comment that an earlier try made in the place of a deleted one, if its answer was lost. */
    private Optional<CommentRef> successor(Outbox.Letter letter, Message.Summary summary) {
        return letter.uncertain() && letter.summaryId().isPresent() ? find(summary) : Optional.empty();
    }

    private Optional<CommentRef> find(Message.Summary summary) {
        return writer.find(summary.pull(), Markers.summary(summary.pull())).map(Posted::comment);
    }

    private static Duration pause(int attempt) {
        return Duration.ofSeconds(Math.min(60, 1L << Math.min(Math.max(attempt - 1, 0), 6)));
    }
}
