package io.tidelock.testkit.fake;

import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Jobs;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.contract.Ports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** All ports of a store over one memory. */
public final class FakeStore {
    private final Shelf shelf;
    private final FakeDeliveries deliveries;
    private final FakeJobs jobs;
    private final FakeBoards boards;
    private final FakePlans plans;
    private final FakeLocks locks;
    private final FakeRuns runs;
    private final FakeStates states;
    private final FakeOutbox outbox;
    private final FakeAudit audit;
    private final FakeRepositories repositories;

    public FakeStore(InstantSource clock) {
        this(new Shelf(clock));
    }

    FakeStore(Shelf shelf) {
        this.shelf = shelf;
        deliveries = new FakeDeliveries(shelf);
        jobs = new FakeJobs(shelf);
        boards = new FakeBoards(shelf);
        plans = new FakePlans(shelf);
        locks = new FakeLocks(shelf);
        runs = new FakeRuns(shelf);
        states = new FakeStates(shelf);
        outbox = new FakeOutbox(shelf);
        audit = new FakeAudit(shelf);
        repositories = new FakeRepositories(shelf);
    }

    /** Promises this work and takes it at once, whatever waits before it: a good lease for a test. */
    public HeldLease lease(Work work) {
        synchronized (shelf) {
            Instant now = shelf.now();
            JobId id = jobs.add(work, now);
            Promise promise = Objects.requireNonNull(shelf.promises.get(id.value()));
            promise.state = Promise.State.RUNNING;
            promise.attempt++;
            promise.fence++;
            promise.leaseUntil = now.plus(Duration.ofDays(365));
            return HeldLease.of(new Jobs.Claim(promise.job(), promise.fence, promise.stop));
        }
    }

    /** The server is gone, and a new one opens this store: nobody holds a lease, and what was being sent may have arrived. */
    public void restart() {
        synchronized (shelf) {
            shelf.promises.values().forEach(promise -> promise.leaseUntil = Instant.EPOCH);
            outbox.recover();
        }
    }

    Shelf shelf() {
        return shelf;
    }

    public Ports ports() {
        return new Ports(deliveries, jobs, boards, plans, locks, runs, states, outbox, audit, repositories);
    }

    public FakeDeliveries deliveries() {
        return deliveries;
    }

    public FakeJobs jobs() {
        return jobs;
    }

    public FakeBoards boards() {
        return boards;
    }

    public FakePlans plans() {
        return plans;
    }

    public FakeLocks locks() {
        return locks;
    }

    public FakeRuns runs() {
        return runs;
    }

    public FakeStates states() {
        return states;
    }

    public FakeOutbox outbox() {
        return outbox;
    }

    public FakeAudit audit() {
        return audit;
    }

    public FakeRepositories repositories() {
        return repositories;
    }
}
