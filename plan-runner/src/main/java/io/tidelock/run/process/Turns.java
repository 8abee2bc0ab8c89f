package io.tidelock.run.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** One run at a time in one directory. */
public final class Turns {
    private final Map<Path, Turn> taken = new HashMap<>();

    /** Waits for the turn, or until the lease calls the waiting one away; to be closed. */
    public Turn take(Path directory, Patience patience) {
        Turn turn;
        synchronized (taken) {
            turn = taken.computeIfAbsent(directory, Turn::new);
            turn.interested++;
        }
        try {
            while (!turn.free.tryAcquire()) {
                patience.check();
                Pause.until(new Semaphore(0), Pause.MOMENT.toNanos());
            }
            return turn;
        } catch (RuntimeException e) {
            turn.leave();
            throw e;
        }
    }

    /** A turn that was taken. */
    public final class Turn implements AutoCloseable {
        private final Path directory;
        private final Semaphore free = new Semaphore(1);
        private int interested;

        private Turn(Path directory) {
            this.directory = directory;
        }

        @Override
        public void close() {
            free.release();
            leave();
        }

        private void leave() {
            synchronized (taken) {
                if (--interested == 0) {
                    taken.remove(directory);
                }
            }
        }
    }
}
