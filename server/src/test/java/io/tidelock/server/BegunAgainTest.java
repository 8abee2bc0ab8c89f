package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Work;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.server.execute.Bench;
import io.tidelock.server.execute.Policy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that is begun again after a crash takes nothing back of what was promised before it. */
final class BegunAgainTest {
    @Test
    void aMergeThatHadItsLastWordsSaysNoOthers(@TempDir Path folder) {
        Bench bench = new Bench(folder);
        bench.policy(new Policy(false, false, ApplyOn.BOTH));
        House house = new House(bench);
        PullRef pull = bench.open(Bench.INFRA, "a");
        house.jobs.add(new Work.AutoPlan(pull, bench.head(pull), false), bench.clock.instant());
        fulfil(house);
        bench.clock.pass(Duration.ofMinutes(1));
        bench.merge(pull);
        Work.Land land = new Work.Land(pull, bench.head(pull));
        house.jobs.add(land, bench.clock.instant());

        HeldLease first = claim(house);
        bench.lander().land(land, false, first);
        house.jobs.giveBack(first, bench.clock.instant(), "the server died before the job had ended");
        fulfil(house);

        assertThat(bench.applied()).containsExactly("a");
        assertThat(bench.host(Bench.INFRA).comments(pull))
                .singleElement()
                .satisfies(comment -> assertThat(comment.body()).contains("Merged, 1 applied"));
        assertThat(house.statuses(pull, bench.head(pull))).containsExactly("apply SUCCESS", "plan SUCCESS");
    }

    private static HeldLease claim(House house) {
        return house.jobs
                .claim(
                        "house",
                        house.bench.clock.instant(),
                        house.bench.clock.instant().plus(Duration.ofDays(1)))
                .map(House::lease)
                .orElseThrow();
    }

    private static void fulfil(House house) {
        HeldLease lease = claim(house);
        house.worker.fulfil(lease.job(), lease);
        house.postman.deliver(System.nanoTime() + 10_000_000_000L);
    }
}
