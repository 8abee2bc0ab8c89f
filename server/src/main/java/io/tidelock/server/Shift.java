package io.tidelock.server;

import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.port.store.Jobs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop around the worker: claims jobs, keeps their leases alive, and decides what becomes of those that fail. */
final class Shift implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shift.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LEAVE = Duration.ofSeconds(45);
    private static final int AT_ONCE = 128;

    private final Turn turn;
    private final Jobs jobs;
    private final InstantSource clock;
    private final String owner;
    private final Map<JobId, HeldLease> held = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Bell bell = new Bell();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeat").factory());
    private final Thread dispatcher =
            Thread.ofPlatform().daemon().name("dispatcher").unstarted(this::dispatch);
    private volatile boolean open = true;

    Shift(Turn turn, Jobs jobs, InstantSource clock, String owner) {
        this.turn = turn;
        this.jobs = jobs;
        this.clock = clock;
        this.owner = owner;
    }

    void start() {
        dispatcher.start();
        heart.scheduleWithFixedDelay(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** There may be something to claim; {@code stopping} are to stop, because later work replaces them. */
    void ring(List<JobId> stopping) {
        for (JobId job : stopping) {
            HeldLease lease = held.get(job);
            if (lease != null) {
                stop(lease, Stopped.Reason.SUPERSEDED);
            }
        }
        bell.ring();
    }

    /** True when nothing runs here. */
    boolean idle() {
        return held.isEmpty();
    }

    /** Takes no more work, stops plans, lets go of applies (their processes go on) and waits for the hands to be empty. */
    @Override
    public void close() {
        open = false;
        bell.ring();
        List.copyOf(held.values()).forEach(lease -> lease.stop(Stopped.Reason.SHUTDOWN));
        long until = System.nanoTime() + LEAVE.toNanos();
        while ((dispatcher.isAlive() || !idle()) && System.nanoTime() < until) {
            bell.await(Duration.ofMillis(50));
        }
        heart.shutdownNow();
    }

    private void dispatch() {
        while (open) {
            try {
                places.acquire();
                Optional<Jobs.Claim> claim =
                        jobs.claim(owner, clock.instant(), clock.instant().plus(LEASE));
                if (claim.isPresent()) {
                    begin(claim.get());
                } else {
                    places.release();
                    bell.await(IDLE);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error trouble) {
                places.release();
                LOG.warn("no job could be claimed: {}", trouble.toString());
                bell.await(IDLE);
            }
        }
    }

    private void begin(Jobs.Claim claim) {
        HeldLease lease = new HeldLease(claim.job(), claim.fence());
        HeldLease before = held.put(claim.job().id(), lease);
        if (before != null) {
            stop(before, Stopped.Reason.LOST); // its lease ran out although it is still at it
        }
        claim.stop().ifPresent(lease::stop);
        if (!open) {
            lease.stop(Stopped.Reason.SHUTDOWN);
        }
        Thread.ofVirtual().name("job " + claim.job().id().value()).start(() -> {
            try {
                beat(lease, lease::stop); // whoever replaced it since it was claimed did not find it here
                turn.take(lease);
            } finally {
                held.remove(claim.job().id(), lease);
                places.release();
                bell.ring();
            }
        });
    }

    /** What is to be stopped may take its time, and others' leases must not wait for it. */
    private static void stop(HeldLease lease, Stopped.Reason reason) {
        Thread.ofVirtual().name("stop " + lease.job().id().value()).start(() -> lease.stop(reason));
    }

    private void beat() {
        for (HeldLease lease : new ArrayList<>(held.values())) {
            beat(lease, reason -> stop(lease, reason));
        }
    }

    private void beat(HeldLease lease, Consumer<Stopped.Reason> stop) {
        try {
            jobs.beat(lease.job().id(), lease.fence(), clock.instant().plus(LEASE))
                    .ifPresent(stop);
        } catch (RuntimeException trouble) {
            LOG.warn("no heartbeat for job {}: {}", lease.job().id().value(), trouble.getMessage());
        }
    }
}
