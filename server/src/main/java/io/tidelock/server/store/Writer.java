package io.tidelock.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * All writes, one transaction at a time. A commit costs the same for one write as for many, so whoever comes while another
 * writes is taken along in the next transaction: the first of those who wait leads, writes for all, and commits once. A
 * write that fails spoils nothing for the others: they are all done again, each for itself.
 *
 * <p>So a write may be run twice, on the thread of another caller. It must do nothing but use its handle.
 *
 * <p>Transactions are begun and ended in SQL: the driver's own commit begins the next transaction at once, and when that
 * fails it looks as if the commit had.
 */
final class Writer {
    /** How many writes share a transaction at most: a bound on how long the first of them waits for the last. */
    private static final int MOST = 256;

    private final Jdbi jdbi;
    private final ReentrantLock leading = new ReentrantLock();
    private final Queue<Turn<?>> waiting = new ConcurrentLinkedQueue<>();

    /** @param jdbi over exactly one connection */
    Writer(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Runs {@code work} in a transaction; what it did is durable when this returns, and undone when it throws. */
    <T> T write(Function<Handle, T> work) {
        Turn<T> turn = new Turn<>(work, Thread.currentThread());
        waiting.add(turn);
        boolean interrupted = false;
        while (!turn.over()) {
            if (leading.tryLock()) {
                try {
                    lead();
                } finally {
                    leading.unlock();
                }
                wakeNextLeader();
            } else {
                // either the leader does our turn and wakes us, or it ends without and wakes us to lead
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return turn.result();
    }

    private void wakeNextLeader() {
        @Nullable Turn<?> next = waiting.peek();
        if (next != null) {
            LockSupport.unpark(next.owner);
        }
    }

    private void lead() {
        List<Turn<?>> batch = new ArrayList<>();
        for (@Nullable Turn<?> next = waiting.poll(); next != null; next = waiting.poll()) {
            batch.add(next);
            if (batch.size() == MOST) {
                break;
            }
        }
        if (!batch.isEmpty() && !transact(batch)) {
            for (Turn<?> turn : batch) {
                transact(List.of(turn));
            }
        }
    }

    private enum Phase {
        OPENING,
        RUNNING,
        COMMITTING,
        COMMITTED
    }

    /** False when one of several failed and each is to be done again for itself; otherwise every turn is over. */
    private boolean transact(List<Turn<?>> turns) {
        Phase phase = Phase.OPENING;
        @Nullable Throwable failure = null;
        try (Handle handle = jdbi.open()) {
            handle.execute("BEGIN IMMEDIATE");
            phase = Phase.RUNNING;
            try {
                for (Turn<?> turn : turns) {
                    turn.run(handle);
                }
                phase = Phase.COMMITTING;
                handle.execute("COMMIT");
                phase = Phase.COMMITTED;
            } catch (Throwable broken) {
                rollback(handle, broken);
                throw broken;
            }
        } catch (Throwable broken) {
            failure = broken;
        }
        if (phase == Phase.RUNNING && turns.size() > 1) {
            return false;
        }
        for (Turn<?> turn : turns) {
            if (phase == Phase.COMMITTED || failure == null) {
                turn.done();
            } else {
                turn.fail(told(failure, phase));
            }
        }
        return true;
    }

    private static Throwable told(Throwable failure, Phase phase) {
        if (!(failure instanceof RuntimeException exception)) {
            return failure;
        }
        return phase == Phase.COMMITTING ? Failures.toldOfCommit(exception) : Failures.told(exception);
    }

    private static void rollback(Handle handle, Throwable failure) {
        try {
            handle.execute("ROLLBACK");
        } catch (RuntimeException gone) {
            // SQLite ends a transaction by itself when the disk is full; there is nothing to roll back then
            failure.addSuppressed(gone);
        }
    }

    /** One caller's write, and what came of it: written by the leader, read by its owner once it is over. */
    private static final class Turn<T> {
        private final Function<Handle, T> work;
        private final Thread owner;
        private @Nullable T result;
        private @Nullable Throwable failure;
        private volatile boolean over = false;

        Turn(Function<Handle, T> work, Thread owner) {
            this.work = work;
            this.owner = owner;
        }

        void run(Handle handle) {
            result = work.apply(handle);
        }

        void done() {
            over = true;
            LockSupport.unpark(owner);
        }

        void fail(Throwable why) {
            failure = why;
            done();
        }

        boolean over() {
            return over;
        }

        @SuppressWarnings("NullAway") // null is a result when the work gives it
        T result() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            return result;
        }
    }
}
