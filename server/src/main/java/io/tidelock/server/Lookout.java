package io.tidelock.server;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.store.Repositories;
import io.tidelock.core.port.store.Repositories.Known;
import io.tidelock.server.watch.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what no webhook told: at the start and then again and again, every repository that was heard of is compared with its
 * host, one after the other. What goes wrong with one is no reason to leave out another.
 */
final class Lookout implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    /** So that whoever starts a server may have a first word with it, and deliveries that wait for it may arrive. */
    private static final Duration SHORT_MOMENT = Duration.ofSeconds(2);

    private static final Duration LONGEST_GRACE = Duration.ofSeconds(5);

    private static final Duration LEAVE = Duration.ofSeconds(5);

    /** A host that fails that often in a row is left alone until the next round. */
    private static final int FAILURES = 3;

    private final Sweep sweep;
    private final Repositories repositories;
    private final Predicate<RepoRef> ours;
    private final Duration interval;
    private final InstantSource clock;
    private final Map<RepoRef, Long> lastTried = new HashMap<>();
    private final Map<String, Instant> notBefore = new HashMap<>();
    private final Set<RepoRef> troubled = new HashSet<>();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lookout").factory());
    private Optional<Asked> asked = Optional.empty();
    private volatile boolean open = true;
    private long round;

    /**
     * @param ours whether a repository that was heard of is one that we still work for
     * @param interval between the end of a round and the begin of the next
     */
    Lookout(Sweep sweep, Repositories repositories, Predicate<RepoRef> ours, Duration interval, InstantSource clock) {
        this.sweep = sweep;
        this.repositories = repositories;
        this.ours = ours;
        this.interval = interval;
        this.clock = clock;
    }

    /** Waits until a webhook that was sent a moment ago has had time to arrive. */
    static Runnable grace(Duration interval) {
        Duration part = interval.dividedBy(4);
        Duration grace = part.compareTo(LONGEST_GRACE) < 0 ? part : LONGEST_GRACE;
        return () -> {
            try {
                Thread.sleep(grace);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw Unavailable.notDone("the server stops", stop);
            }
        };
    }

    /** The same, saying after each round what it has cost. */
    Lookout counting(Asked counter) {
        asked = Optional.of(counter);
        return this;
    }

    /** What the last round has cost; empty when that is not counted. */
    Optional<Status.Looks> cost() {
        return asked.flatMap(Asked::last);
    }

    void start() {
        next(interval.compareTo(SHORT_MOMENT) < 0 ? interval : SHORT_MOMENT);
    }

    /** A tenth more or less, so that many servers do not all ask at the same time. */
    private void next(Duration after) {
        long millis = after.toMillis();
        long spread = ThreadLocalRandom.current().nextLong(-millis / 10, millis / 10 + 1);
        try {
            rounds.schedule(this::roundAndNext, millis + spread, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the lookout is closed");
        }
    }

    private void roundAndNext() {
        try {
            round();
        } finally {
            next(interval);
        }
    }

    /** Compares every repository whose host may be asked now; those that were not reached last time come first. */
    void round() {
        round++;
        asked.ifPresent(Asked::begin);
        try {
            Map<String, Integer> failures = new HashMap<>();
            for (Known known : inTurn()) {
                String host = known.repo().host();
                int before = failures.getOrDefault(host, 0);
                if (open && mayAsk(host) && before < FAILURES) {
                    lastTried.put(known.repo(), round);
                    failures.put(host, compare(known) ? 0 : before + 1);
                }
            }
        } catch (RuntimeException trouble) {
            LOG.warn("no repository was compared with its host: {}", trouble.toString());
        }
        asked.ifPresent(Asked::end);
    }

    private List<Known> inTurn() {
        return repositories.all().stream()
                .filter(known -> ours.test(known.repo()))
                .sorted(Comparator.comparing(known -> lastTried.getOrDefault(known.repo(), 0L)))
                .toList();
    }

    private boolean mayAsk(String host) {
        return !notBefore.getOrDefault(host, Instant.MIN).isAfter(clock.instant());
    }

    /** False when its host did not do its part. */
    private boolean compare(Known known) {
        RepoRef repo = known.repo();
        try {
            Sweep.Report report = sweep.compare(known);
            repositories.compared(repo, report.look());
            if (!report.found().isEmpty()) {
                LOG.info("{}: no webhook told of {}", repo, String.join(", ", report.found()));
            }
            report.trouble().ifPresent(trouble -> {
                throw trouble;
            });
            troubled.remove(repo);
            return true;
        } catch (Unavailable trouble) {
            trouble.retryAfter()
                    .ifPresent(
                            wait -> notBefore.put(repo.host(), clock.instant().plus(wait)));
            complain(repo, trouble);
            return false;
        } catch (Refused refused) {
            complain(repo, refused);
            return true;
        } catch (RuntimeException bug) {
            LOG.error("{} could not be compared with its host, and that is our bug", repo, bug);
            return true;
        }
    }

    /** Once, until it goes well again. */
    private void complain(RepoRef repo, RuntimeException trouble) {
        if (open && troubled.add(repo)) {
            LOG.warn("{} is not compared with its host for now: {}", repo, trouble.getMessage());
        }
    }

    /** Returns when no comparison runs any more. */
    @Override
    public void close() {
        open = false;
        rounds.shutdownNow();
        try {
            if (!rounds.awaitTermination(LEAVE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a comparison with a host is still under way");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
