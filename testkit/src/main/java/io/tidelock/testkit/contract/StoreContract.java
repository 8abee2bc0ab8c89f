package io.tidelock.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Ending;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** What all contracts of a store need: the store, a clock, and leases. */
abstract class StoreContract {
    /** How long leases of these tests last. */
    static final Duration LEASE = Duration.ofMinutes(1);

    protected final TestClock clock = new TestClock();
    private @Nullable Ports ports;
    private int lanes = 0;

    /** A fresh, empty store that reads this clock. */
    protected abstract Ports open(TestClock clock);

    final synchronized Ports store() {
        Ports opened = ports;
        if (opened == null) {
            opened = open(clock);
            ports = opened;
        }
        return opened;
    }

    /** A lease that stays good, of a job in a lane that no test uses. */
    final HeldLease lease() {
        return lease(Duration.ofDays(365));
    }

    private HeldLease lease(Duration length) {
        PullRef aside = new PullRef(new RepoRef("aside.example.com", "no/matter"), ++lanes);
        JobId job = store().jobs().add(new Work.Refit(aside), clock.instant());
        Jobs.Claim claim = store().jobs()
                .claim("worker", clock.instant(), clock.in(length))
                .orElseThrow();
        assertThat(claim.job().id()).isEqualTo(job);
        return HeldLease.of(claim);
    }

    final Optional<Jobs.Claim> claim() {
        return store().jobs().claim("worker", clock.instant(), clock.in(LEASE));
    }

    final Jobs.Claim claimed() {
        return claim().orElseThrow(() -> new AssertionError("expected a job that may run"));
    }

    final HeldLease leased() {
        return HeldLease.of(claimed());
    }

    final void finish(Lease lease) {
        store().jobs().finish(lease, Ending.done("done"), List.of());
    }

    /** The write must be refused under a lease that another has taken over, and under one whose job has ended. */
    final void refusedWhenLost(Consumer<Lease> write) {
        HeldLease lost = lease(LEASE);
        clock.pass(LEASE.plusSeconds(1));
        HeldLease successor = leased();
        assertThat(successor.job().id()).isEqualTo(lost.job().id());
        lost(() -> write.accept(lost));
        finish(successor);
        lost(() -> write.accept(successor));
    }

    static void lost(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        Stopped.class, stopped -> assertThat(stopped.reason()).isEqualTo(Stopped.Reason.LOST));
    }
}
