package io.tidelock.server;

import io.tidelock.core.port.Unavailable;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of letters, and is still to be written down: in order, and kept while the store cannot be written. */
final class Fates {
    private static final Logger LOG = LoggerFactory.getLogger(Fates.class);

    private final Queue<Runnable> unsettled = new ConcurrentLinkedQueue<>();

    /** Writes it down at once, or as soon as the store can be written again. */
    void settle(Runnable fate) {
        unsettled.add(fate);
        try {
            settle();
        } catch (RuntimeException trouble) {
            LOG.warn("what became of a letter is written down later: {}", trouble.getMessage());
        }
    }

    /** Writes down what is left; {@code Unavailable} when the store still cannot be written. */
    void settle() {
        synchronized (unsettled) {
            for (Runnable fate = unsettled.peek(); fate != null; fate = unsettled.peek()) {
                try {
                    fate.run();
                } catch (Unavailable full) {
                    throw full;
                } catch (RuntimeException bug) {
                    LOG.error("what became of a letter cannot be written down, and that is our bug", bug);
                }
                unsettled.remove();
            }
        }
    }
}
