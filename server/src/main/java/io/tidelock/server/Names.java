package io.tidelock.server;

import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What we are called on our hosts. A name that a host could not be asked for at the start is asked for until it is told. */
final class Names implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Names.class);

    /** So many pauses after a refusal, which does not pass as an outage does. */
    private static final int AFTER_NO = 120;

    private final List<String> known;
    private final Optional<Supplier<Optional<String>>> asked;
    private final Duration pause;
    private final ScheduledExecutorService tries = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("names").factory());
    private volatile Optional<String> late = Optional.empty();
    private boolean warned;

    /**
     * @param known each once, the one to be shown first
     * @param asked asks a host for the name that is missing; empty when none is
     * @param pause between two tries
     */
    Names(List<String> known, Optional<Supplier<Optional<String>>> asked, Duration pause) {
        this.known = List.copyOf(known);
        this.asked = asked;
        this.pause = pause;
    }

    void start() {
        if (asked.isPresent()) {
            askIn(pause);
        }
    }

    private void askIn(Duration wait) {
        tries.schedule(this::ask, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        Duration next = pause;
        try {
            Optional<String> told = asked.flatMap(Supplier::get);
            if (told.isPresent()) {
                late = told;
                LOG.info("we are called {}: mentions of it are read from now on", told.get());
                tries.shutdown();
                return;
            }
        } catch (Unavailable trouble) {
            LOG.debug("the name of our GitHub App is still not known: {}", trouble.getMessage());
        } catch (Refused no) {
            next = pause.multipliedBy(AFTER_NO);
            if (!warned) {
                LOG.warn("our GitHub App is not told its name, so mentions of it are not read: {}", no.getMessage());
            }
            warned = true;
        } catch (RuntimeException bug) {
            LOG.error("the name of our GitHub App could not be asked for, and that is our bug", bug);
        }
        askIn(next);
    }

    /** Those known from the start. */
    List<String> known() {
        return known;
    }

    /** The one that was told later. Asks nobody. */
    Optional<String> late() {
        return late;
    }

    @Override
    public void close() {
        tries.shutdownNow();
    }
}
