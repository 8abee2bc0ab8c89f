package io.tidelock.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long this process lives: until Ctrl-C or SIGTERM asks it to end, and then until it has put its things away. */
public final class Lifetime {
    private static final CountDownLatch OVER = new CountDownLatch(1);
    private static final int PATIENCE_SECONDS = 90;

    private Lifetime() {}

    /** Returns when the process is asked to end. It then lives on until {@link #over()}, but not for ever. */
    public static void awaitEnd() {
        CountDownLatch asked = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("the end").unstarted(() -> {
            asked.countDown();
            try {
                OVER.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }));
        try {
            asked.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is put away. */
    static void over() {
        OVER.countDown();
    }
}
