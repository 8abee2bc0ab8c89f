package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An App whose host is down at the start gets to know its name later. */
class NamesTest {
    @Test
    void aNameIsAskedForUntilItIsTold() {
        AtomicInteger tries = new AtomicInteger();
        try (Names names = new Names(
                List.of("tide"),
                Optional.of(() -> {
                    if (tries.incrementAndGet() < 3) {
                        throw Unavailable.notDone("down", null);
                    }
                    return Optional.of("acme-tide[bot]");
                }),
                Duration.ofMillis(5))) {
            assertThat(names.late()).isEmpty();
            names.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> names.late().equals(Optional.of("acme-tide[bot]")));
            assertThat(tries).hasValue(3);
            assertThat(names.known()).containsExactly("tide");
        }
    }

    @Test
    void whoWasRefusedAsksAgainAfterLong() {
        AtomicInteger tries = new AtomicInteger();
        List<Long> times = new CopyOnWriteArrayList<>();
        try (Names names = new Names(
                List.of(),
                Optional.of(() -> {
                    times.add(System.nanoTime());
                    if (tries.incrementAndGet() == 1) {
                        throw new Refused(Refused.Kind.NOT_ALLOWED, Problem.of("no", "", ""));
                    }
                    return Optional.of("acme-tide[bot]");
                }),
                Duration.ofMillis(1))) {
            names.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> names.late().isPresent());
            assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(119));
        }
    }

    @Test
    void whoIsKnownIsNotAskedFor() {
        try (Names names = new Names(List.of("tide"), Optional.empty(), Duration.ofMillis(1))) {
            names.start();
            assertThat(names.late()).isEmpty();
        }
    }
}
