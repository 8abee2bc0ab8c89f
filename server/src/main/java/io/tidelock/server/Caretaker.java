package io.tidelock.server;

import io.tidelock.run.LocalRunner;
import io.tidelock.server.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clears away what nobody will ask for any more: old deliveries, jobs, words and run folders. */
final class Caretaker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
    private static final Duration KEPT = Duration.ofDays(90);

    /** A run's folder is of use while it runs and for adoption after a crash; its log is in the store. */
    private static final Duration FOLDERS_KEPT = Duration.ofDays(7);

    private final Store store;
    private final LocalRunner runner;
    private final InstantSource clock;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("caretaker").factory());

    Caretaker(Store store, LocalRunner runner, InstantSource clock) {
        this.store = store;
        this.runner = runner;
        this.clock = clock;
    }

    /** The first round comes an hour after the start, when nobody waits for anything. */
    void start() {
        rounds.scheduleWithFixedDelay(this::round, 1, 24, TimeUnit.HOURS);
    }

    private void round() {
        try {
            Instant now = clock.instant();
            int rows = store.prune(now.minus(KEPT));
            runner.forgetBefore(now.minus(FOLDERS_KEPT));
            LOG.info("cleared away {} rows older than {} days", rows, KEPT.toDays());
        } catch (RuntimeException trouble) {
            LOG.warn("nothing was cleared away: {}", trouble.getMessage());
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
