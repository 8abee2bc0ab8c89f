package io.tidelock.run.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.core.job.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class TurnsTest {
    private final Turns turns = new Turns();

    @Test
    void oneAtATimeByKey() throws Exception {
        int[] counter = {0};
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                tasks.add(() -> {
                    try (Turns.Turn turn = turns.take("key", () -> {})) {
                        int seen = counter[0];
                        Thread.yield();
                        counter[0] = seen + 1;
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
        assertThat(counter[0]).isEqualTo(500);
        assertThat(turns.keys()).isZero();
    }

    @Test
    void waitingEndsWhenTheCheckSaysSo() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Turns.Turn turn = turns.take("key", () -> {})) {
            Future<?> other = threads.submit(() -> {
                int[] asked = {0};
                assertThatExceptionOfType(Stopped.class)
                        .isThrownBy(() -> turns.take("key", () -> {
                            if (asked[0]++ == 2) {
                                throw new Stopped(Stopped.Reason.LOST);
                            }
                        }));
            });
            other.get();
        }
        assertThat(turns.keys()).isZero();
    }
}
