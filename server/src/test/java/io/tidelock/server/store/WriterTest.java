package io.tidelock.server.store;

import static io.tidelock.testkit.contract.Sample.arrival;
import static io.tidelock.testkit.contract.Sample.plan;
import static io.tidelock.testkit.contract.Sample.pull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.port.Unavailable;
import io.tidelock.testkit.contract.TestClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WriterTest {
    @RegisterExtension
    final FreshStore fresh = new FreshStore();

    private final TestClock clock = new TestClock();

    @BeforeEach
    void open() {
        fresh.open(clock);
    }

    private Database database() {
        return fresh.store().database();
    }

    private int keep(String name) {
        return database()
                .write(handle ->
                        handle.execute("INSERT INTO keeping (name, value) VALUES (?, CAST('' AS BLOB))", name));
    }

    private List<String> kept() {
        return database()
                .read(handle -> handle.select("SELECT name FROM keeping WHERE name LIKE 'w%' ORDER BY name")
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void aWriteThatThrowsIsUndoneAndThrowsTheSame() {
        IllegalStateException bug = new IllegalStateException("bug");

        assertThatThrownBy(() -> database().write(handle -> {
                    handle.execute("INSERT INTO keeping (name, value) VALUES ('w1', CAST('' AS BLOB))");
                    throw bug;
                }))
                .isSameAs(bug);

        assertThat(kept()).isEmpty();
        keep("w2");
        assertThat(kept()).containsExactly("w2");
    }

    @Test
    void whoWaitsWhileAnotherWritesSharesTheNextCommitAndAFailureSpoilsNothingForTheOthers() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = threads.submit(() -> database().write(handle -> {
                begun.countDown();
                awaitQuietly(go);
                return true;
            }));
            begun.await();
            List<Future<Integer>> good = new ArrayList<>();
            for (int nth = 0; nth < 20; nth++) {
                String name = "w%02d".formatted(nth);
                good.add(threads.submit(() -> keep(name)));
            }
            Future<?> bad = threads.submit(() -> database().write(handle -> {
                tries.incrementAndGet();
                throw new IllegalStateException("bug");
            }));
            Thread.sleep(200);
            go.countDown();
            slow.get();
            for (Future<Integer> each : good) {
                assertThat(each.get()).isEqualTo(1);
            }
            assertThatThrownBy(bad::get).hasRootCauseMessage("bug");
        }
        assertThat(kept()).hasSize(20);
        assertThat(tries).as("once with the others, once alone").hasValue(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    @Test
    void anInterruptedThreadStillWritesAndReads() {
        Thread.currentThread().interrupt();
        try {
            keep("w1");
            assertThat(kept()).containsExactly("w1");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void readersMayNotWrite() {
        assertThatThrownBy(() -> database().read(handle -> handle.execute("DELETE FROM keeping")))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void aFullDiskIsUnavailableForWritesOnlyAndPasses() {
        clock.instant();
        database().write(handle -> handle.execute("PRAGMA max_page_count = 1"));

        assertThatThrownBy(() -> {
                    for (int nth = 1; nth < 10_000; nth++) {
                        fresh.store().deliveries().keep(arrival("d" + nth, clock.instant(), plan(pull(nth))));
                    }
                })
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        full -> assertThat(full.perhapsDone()).isFalse())
                .hasMessageContaining("the disk is full");
        int kept = fresh.store().jobs().open().size();

        database().write(handle -> handle.execute("PRAGMA max_page_count = 1000000"));
        fresh.store().deliveries().keep(arrival("afterwards", clock.instant(), plan(pull(10_001))));
        assertThat(fresh.store().jobs().open()).hasSize(kept + 1);
        assertThatCode(fresh.store()::ping).doesNotThrowAnyException();
    }

    @Test
    void aReadOnlyDatabaseIsUnavailableForWrites() {
        database().write(handle -> handle.execute("PRAGMA query_only = 1"));

        assertThatThrownBy(() -> fresh.store().deliveries().keep(arrival("d1", clock.instant(), plan(pull(1)))))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("read-only");
        assertThatThrownBy(fresh.store()::ping).isInstanceOf(Unavailable.class);
        assertThat(fresh.store().jobs().open()).isEmpty();
    }

    @Test
    void aClosedStoreIsUnavailable() {
        Store store = fresh.store();
        store.close();

        assertThatThrownBy(() -> store.deliveries().keep(arrival("d1", clock.instant(), plan(pull(1)))))
                .isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> store.jobs().open()).isInstanceOf(Unavailable.class);
    }
}
