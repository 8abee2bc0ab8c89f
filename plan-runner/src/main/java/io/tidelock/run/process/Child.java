package io.tidelock.run.process;

import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A program that was started, by this server or by one that is gone. */
public final class Child {
    private static final Duration RELUCTANCE = Duration.ofMillis(250);
    private static final Duration BIRTH = Duration.ofSeconds(5);

    private final StepFolder folder;
    private final Survivors survivors;
    private final Duration grace;

    /** The stub, when it is a child of this very server. */
    private final @Nullable Process stub;

    Child(StepFolder folder, Survivors survivors, Duration grace, @Nullable Process stub) {
        this.folder = folder;
        this.survivors = survivors;
        this.grace = grace;
        this.stub = stub;
    }

    /** Waits for the program's end, for the deadline, or for the lease; the first that comes. */
    public End await(Patience patience) {
        Semaphore bell = new Semaphore(0);
        ringAtTheEnd(bell);
        try (Lease.Registration _ = patience.lease().onStop(bell::release)) {
            while (true) {
                Optional<End> end = look();
                if (end.isPresent()) {
                    return end.get();
                }
                if (patience.called().isPresent()) {
                    return new End.Called(patience.called().get());
                }
                long remaining = patience.remaining();
                if (remaining == 0) {
                    return new End.Late();
                }
                Pause.until(bell, Math.min(remaining, tick(patience.lease())));
            }
        }
    }

    /** Waits, and sees to it that nothing is left when waiting ended before the program did. */
    public End awaitOrStop(Patience patience) {
        End end;
        try {
            end = await(patience);
        } catch (Stopped interrupted) {
            stop();
            throw interrupted;
        }
        if (end instanceof End.Called || end instanceof End.Late) {
            stop();
        }
        return end;
    }

    /**
     * Asks the program to stop, gives it the grace to do so, then kills it and everything it started. Returns when all of
     * it is gone. What a program that has ended left behind is left alone.
     * Says how it ended.
     */
    public End stop() {
        Optional<End> before = look();
        if (before.isPresent()) {
            return before.get();
        }
        if (!folder.abandon()) {
            Semaphore bell = new Semaphore(0);
            ringAtTheEnd(bell);
            awaitBirth();
            folder.program().flatMap(ProcessName::handle).ifPresent(ProcessHandle::destroy);
            long deadline = System.nanoTime() + grace.toNanos();
            while (look().isEmpty() && System.nanoTime() - deadline < 0) {
                Pause.moment();
            }
        }
        survivors.kill(folder);
        return look().orElseGet(End.Vanished::new);
    }

    private void ringAtTheEnd(Semaphore bell) {
        if (stub != null) {
            var _ = stub.onExit().thenRun(bell::release);
        }
    }

    /** The end of a child of ours is told to us; that of an adopted one must be looked for. */
    private long tick(Lease lease) {
        if (stub == null || !stub.isAlive()) {
            return Pause.MOMENT.toNanos();
        }
        return lease.stop().isPresent() ? RELUCTANCE.toNanos() : Long.MAX_VALUE;
    }

    private Optional<End> look() {
        OptionalInt exit = folder.exit();
        if (exit.isPresent()) {
            return Optional.of(new End.Exited(exit.getAsInt()));
        }
        if (stub != null && stub.isAlive()) {
            return Optional.empty();
        }
        if (folder.abandoned() || (!folder.started() && folder.abandon())) {
            return Optional.of(new End.NeverStarted());
        }
        if (alive()) {
            return Optional.empty();
        }
        return Optional.of(folder.exit().stream()
                .mapToObj(code -> (End) new End.Exited(code))
                .findFirst()
                .orElseGet(End.Vanished::new));
    }

    private boolean alive() {
        Optional<ProcessName> program = folder.program();
        if (folder.stub().filter(ProcessName::alive).isPresent()) {
            return true;
        }
        return program.isPresent() ? program.get().alive() : !survivors.none(folder);
    }

    /** Between the claim and the note of its pid the program cannot be asked to stop. */
    private void awaitBirth() {
        long deadline = System.nanoTime() + BIRTH.toNanos();
        while (folder.program().isEmpty() && look().isEmpty() && System.nanoTime() - deadline < 0) {
            Pause.moment();
        }
    }
}
