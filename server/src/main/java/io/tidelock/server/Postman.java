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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries words from the outbox to the host until it has them. Of one pull request a comment goes alone, what may be overtaken
 * side by side; a host that asks us to wait gets nothing until then.
 */
final class Postman implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

    /** One that lets calls hang holds up no more pull requests than these. */
    private static final int AT_ONCE = 16;

    /** Two statuses of a pull request go side by side; hosts frown on a hundred calls at once. */
    static final Pace PACE = new Pace(2, Duration.ofMillis(50));

    /** For so long the connection of a call that was answered certainly stands. */
    private static final Duration WARM = Duration.ofSeconds(15);

    private static final int BAG = 100;
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** How many tries of a summary the statuses wait for. */
    private static final int STATUSES_WAIT = 5;

    private static final Duration LEAVE = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final Voice voice;
    private final InstantSource clock;
    private final Tempo tempo;
    private final Pace pace;
    private final Rounds rounds;
    private final Doubts<Long> doubts;
    private final Bell bell = new Bell();
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final Fates fates = new Fates();
    private final Thread round = Thread.ofPlatform().daemon().name("postman").unstarted(this::loop);
    private volatile boolean open = true;
    private volatile Instant hold = Instant.MIN;

    /** When a host has last taken a word. */
    private final Map<String, Instant> answered = new ConcurrentHashMap<>();

    /** Set while the host has not taken a word since it asked us to wait: then one is sent at a time. */
    private volatile boolean careful;

    private final Lock probe = new ReentrantLock();

    /**
     * How much is done at the same time.
     *
     * @param abreast how many words of one pull request may go side by side; 1 for one after the other
     * @param glance how long work waits for the answer to a first sign that goes out at once: the host has it before anything
     *     that is sent from then on
     */
    record Pace(int abreast, Duration glance) {}

    Postman(Outbox outbox, PullWriter writer, InstantSource clock, Tempo tempo, Pace pace) {
        this.outbox = outbox;
        this.voice = new Voice(writer);
        this.clock = clock;
        this.tempo = tempo;
        this.pace = pace;
        this.rounds = new Rounds(pace.abreast(), this::carryAll);
        this.doubts = new Doubts<>(tempo.doubt());
    }

    void start() {
        round.start();
    }

    void ring() {
        bell.ring();
    }

    /** Stores the words and sends them on their way before it returns; what is not sent after a while is sent later. */
    void sendFirst(List<Message> words) {
        if (words.isEmpty()) {
            return;
        }
        Map<PullRef, Duration> patience = words.stream()
                .map(Message::pull)
                .distinct()
                .collect(Collectors.toMap(pull -> pull, pull -> goesAtOnce(pull) ? pace.glance() : tempo.sign()));
        outbox.put(words, clock.instant());
        try {
            collect();
        } catch (RuntimeException trouble) {
            LOG.info("the first sign comes later: {}", trouble.getMessage());
        }
        long now = System.nanoTime();
        patience.forEach((pull, time) -> join(pull, now + time.toNanos()));
    }

    /** True when the host has all words for a pull request that it will ever take; what waits is sent before this returns. */
    boolean hasBrought(PullRef pull) {
        if (!outbox.delivered(pull)) {
            collect();
            join(pull, System.nanoTime() + tempo.sign().toNanos());
        }
        return outbox.delivered(pull);
    }

    /** True when nothing of the pull request is on its way, and a connection to its host certainly stands. */
    private boolean goesAtOnce(PullRef pull) {
        Instant last = answered.getOrDefault(pull.repo().host(), Instant.EPOCH);
        return clock.instant().isBefore(last.plus(WARM))
                && permits.availablePermits() > 0
                && rounds.carrier(pull).isEmpty();
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
        rounds.pulls().forEach(pull -> join(pull, until));
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
        return rounds.begin(() -> outbox.due(now, BAG));
    }

    private void carryAll(PullRef pull) {
        permits.acquireUninterruptibly();
        try {
            for (List<Outbox.Letter> next = rounds.next(pull); !next.isEmpty(); next = rounds.next(pull)) {
                if (Rounds.mayBeOvertaken(next.getFirst().message())) {
                    carryAbreast(next);
                } else {
                    Outbox.Letter comment = next.getFirst();
                    carry(comment).ifPresent(again -> keepBack(pull, comment, again));
                }
            }
        } finally {
            permits.release();
            bell.ring();
        }
    }

    /**
     * A status that is green may have a pull request merged, and what is merged must have been shown. So while a summary is not
     * there, the statuses of its round wait with it; not for ever, since people wait for them as well.
     */
    private void keepBack(PullRef pull, Outbox.Letter comment, Instant again) {
        if (comment.message() instanceof Message.Summary && comment.attempt() <= STATUSES_WAIT) {
            rounds.takeStatuses(pull)
                    .forEach(status -> fates.settle(
                            () -> outbox.later(status, again, status.uncertain(), "its comment goes first")));
        }
    }

    private void carryAbreast(List<Outbox.Letter> letters) {
        List<Thread> calls = letters.stream()
                .map(letter -> Thread.ofVirtual().name("call").start(() -> {
                    carry(letter);
                    bell.ring();
                }))
                .toList();
        long until = System.nanoTime() + tempo.sign().toNanos();
        calls.forEach(call -> join(call, until));
    }

    private void join(PullRef pull, long until) {
        rounds.carrier(pull).ifPresent(thread -> join(thread, until));
    }

    private static void join(Thread thread, long until) {
        try {
            thread.join(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** When it is tried again; empty when it is sent, or given up. */
    private Optional<Instant> carry(Outbox.Letter letter) {
        if (!careful) {
            return attempt(letter);
        }
        probe.lock();
        try {
            return attempt(letter);
        } finally {
            probe.unlock();
        }
    }

    private Optional<Instant> attempt(Outbox.Letter letter) {
        Instant held = hold;
        if (clock.instant().isBefore(held)) {
            fates.settle(() -> outbox.later(letter, held, letter.uncertain(), "the host asked us to wait"));
            return Optional.of(held);
        }
        try {
            Optional<Posted> posted = voice.say(letter);
            careful = false;
            answered.put(letter.message().pull().repo().host(), clock.instant());
            doubts.forget(letter.id());
            fates.settle(() -> outbox.sent(letter, posted));
            return Optional.empty();
        } catch (Unavailable trouble) {
            trouble.retryAfter().ifPresent(this::hold);
            return Optional.of(again(letter, trouble.retryAfter(), trouble.perhapsDone(), trouble));
        } catch (Refused refused) {
            if (doubts.about(letter.id(), clock.instant())) {
                return Optional.of(again(letter, Optional.empty(), false, refused));
            }
            LOG.warn("the host does not take '{}': {}", letter.message().key(), refused.getMessage());
            fates.settle(() -> outbox.dead(letter, String.valueOf(refused.getMessage())));
            return Optional.empty();
        } catch (RuntimeException | Error bug) { // whatever it is, the next letters are carried
            LOG.error(
                    "'{}' could not be sent, and that is our bug",
                    letter.message().key(),
                    bug);
            Instant next = clock.instant().plus(Duration.ofMinutes(1));
            fates.settle(() -> outbox.later(letter, next, true, bug.toString()));
            return Optional.of(next);
        }
    }

    private Instant again(
            Outbox.Letter letter, Optional<Duration> asked, boolean perhapsDone, RuntimeException trouble) {
        LOG.atLevel(Tempo.loudness(letter.attempt()))
                .log("'{}' is sent again later: {}", letter.message().key(), trouble.getMessage());
        Instant next = clock.instant().plus(asked.orElse(tempo.before(letter.attempt(), letter.id())));
        boolean uncertain = letter.uncertain() || perhapsDone;
        fates.settle(() -> outbox.later(letter, next, uncertain, String.valueOf(trouble.getMessage())));
        return next;
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
