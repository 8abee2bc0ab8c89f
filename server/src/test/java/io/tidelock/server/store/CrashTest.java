package io.tidelock.server.store;

import static io.tidelock.testkit.contract.Sample.arrival;
import static io.tidelock.testkit.contract.Sample.plan;
import static io.tidelock.testkit.contract.Sample.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.job.Job;
import io.tidelock.testkit.contract.TestClock;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
    private static final int THREADS = 4;

    @TempDir
    private Path data;

    @RepeatedTest(3)
    void everyDeliveryThatWasAcknowledgedSurvivesAKill() throws Exception {
        List<Integer> acknowledged =
                acknowledgedUntilKilled(200 + ThreadLocalRandom.current().nextInt(400));

        try (Store store = Store.open(FreshStore.settings(data), new TestClock())) {
            Set<Integer> promised = store.jobs().open().stream()
                    .map(Job::work)
                    .map(work -> work.lane().number())
                    .collect(Collectors.toSet());
            assertThat(promised).containsAll(acknowledged);
            assertThat(acknowledged)
                    .allSatisfy(number -> assertThat(
                                    store.deliveries().find(new DeliveryId("github.com", "d" + number)))
                            .isPresent());
        }
    }

    private List<Integer> acknowledgedUntilKilled(int enough) throws Exception {
        Process server = ChildJvm.start(Keeper.class, data.toString());
        List<Integer> acknowledged = new ArrayList<>();
        try (BufferedReader said = server.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                acknowledged.add(Integer.valueOf(line));
                if (acknowledged.size() == enough) {
                    server.toHandle().destroyForcibly(); // unlike that of the process, leaves what was said readable
                }
            }
        }
        server.waitFor();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(enough);
        return acknowledged;
    }

    /** Keeps deliveries without end, and says the number of each that was kept. */
    static final class Keeper {
        private Keeper() {}

        public static void main(String[] args) throws InterruptedException {
            TestClock clock = new TestClock();
            Store store = Store.open(FreshStore.settings(Path.of(args[0])), clock);
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread + 1;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int number = first; ; number += THREADS) {
                        store.deliveries().keep(arrival("d" + number, clock.instant(), plan(pull(number))));
                        System.out.println(number);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
