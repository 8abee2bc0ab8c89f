package io.tidelock.server;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.words.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries words from the outbox to the host until it has them. Words of one pull request go one after the other; a host
 * that asks us to wait gets nothing until then.
 */
final class Postman implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

    /** Hosts frown on more. One that lets calls hang holds up no more pull requests than these. */
    private static final int AT_ONCE = 16;

    private static final int BAG = 100;
    private static final Duration IDLE = Duration.ofSeconds(1);

    private static final Duration LEAVE = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final Voice voice;
    private final InstantSource clock;
    private final Tempo tempo;
    private final Doubts<Long> doubts;
    private final Bell bell = new Bell();
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final Map<PullRef, Round> rounds = new LinkedHashMap<>();
    private final Fates fates = new Fates();
    private final Thread round = Thread.ofPlatform().daemon().name("postman").unstarted(this::loop);
    private volatile boolean open = true;
    private volatile Instant hold = Instant.MIN;

    /** Set while the host has not taken a word since it asked us to wait: then one is sent at a time. */
    private volatile boolean careful;

    private final Lock probe = new ReentrantLock();

    Postman(Outbox outbox, PullWriter writer, InstantSource clock, Tempo tempo) {
        this.outbox = outbox;
        this.voice = new Voice(writer);
        this.clock = clock;
        this.tempo = tempo;
        this.doubts = new Doubts<>(tempo.doubt());
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
        long until = System.nanoTime() + tempo.sign().toNanos();
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
        fates.settle();
        boolean some = collect();
        pulls().forEach(pull -> join(pull, until));
        return some;
    }

    private void loop() {
        while (open) {
            try {
                fates.settle();
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
                Outbox.Letter letter = next.get();
                if (mayBeOvertaken(letter.message())) {
                    Thread call = Thread.ofVirtual().name("call").start(() -> {
                        carry(letter);
                        bell.ring();
                    });
                    join(call, System.nanoTime() + tempo.sign().toNanos());
                } else {
                    carry(letter);
                }
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

    /**
     * What hangs need not hold up what comes after it. A comment does: what follows may be about it. Of one key nothing is handed out
     * while something is on its way, so a status is never overtaken by its own successor.
     */
    private static boolean mayBeOvertaken(Message message) {
        return switch (message) {
            case Message.Status status -> true;
            case Message.React react -> true;
            case Message.Reply reply -> false;
            case Message.Summary summary -> false;
        };
    }

    private void carry(Outbox.Letter letter) {
        if (!careful) {
            attempt(letter);
            return;
        }
        probe.lock();
        try {
            attempt(letter);
        } finally {
            probe.unlock();
        }
    }

    private void attempt(Outbox.Letter letter) {
        if (clock.instant().isBefore(hold)) {
            fates.settle(() -> outbox.later(letter, hold, letter.uncertain(), "the host asked us to wait"));
            return;
        }
        try {
            Optional<Posted> posted = voice.say(letter);
            careful = false;
            doubts.forget(letter.id());
            fates.settle(() -> outbox.sent(letter, posted));
        } catch (Unavailable trouble) {
            trouble.retryAfter().ifPresent(this::hold);
            again(letter, trouble.retryAfter(), trouble.perhapsDone(), trouble);
        } catch (Refused refused) {
            if (doubts.about(letter.id(), clock.instant())) {
                again(letter, Optional.empty(), false, refused);
            } else {
                LOG.warn("the host does not take '{}': {}", letter.message().key(), refused.getMessage());
                fates.settle(() -> outbox.dead(letter, String.valueOf(refused.getMessage())));
            }
        } catch (RuntimeException bug) {
            LOG.error(
                    "'{}' could not be sent, and that is our bug",
                    letter.message().key(),
                    bug);
            Instant next = clock.instant().plus(Duration.ofMinutes(1));
            fates.settle(() -> outbox.later(letter, next, true, bug.toString()));
        }
    }

    private void again(Outbox.Letter letter, Optional<Duration> asked, boolean perhapsDone, RuntimeException trouble) {
        LOG.atLevel(Tempo.loudness(letter.attempt()))
                .log("'{}' is sent again later: {}", letter.message().key(), trouble.getMessage());
        Instant next = clock.instant().plus(asked.orElse(tempo.before(letter.attempt(), letter.id())));
        boolean uncertain = letter.uncertain() || perhapsDone;
        fates.settle(() -> outbox.later(letter, next, uncertain, String.valueOf(trouble.getMessage())));
    }

    /** Calls that were under way together may be told different times: the longest counts. */
    private synchronized void hold(Duration pause) {
        Instant until = clock.instant().plus(pause);
        if (until.isAfter(hold)) {
            hold = until;
        }
        careful = true;
    }
}
