package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.port.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    void whoIsKnownIsNotAskedFor() {
        try (Names names = new Names(List.of("tide"), Optional.empty(), Duration.ofMillis(1))) {
            names.start();
            assertThat(names.late()).isEmpty();
        }
    }
}
