package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.server.execute.Bench;
import io.tidelock.server.execute.Merging;
import io.tidelock.server.execute.Policy;
import io.tidelock.testkit.fake.host.FakeHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the comment that has the last of it applied to the words after its merge. */
final class HandoverTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @SuppressWarnings("NullAway.Init")
    private House house;

    @SuppressWarnings("NullAway.Init")
    private FakeHost host;

    @SuppressWarnings("NullAway.Init")
    private PullRef pull;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        bench.policy(new Policy(false, false, ApplyOn.BOTH)
                .merging(new Merging(true, Optional.empty(), Optional.empty(), repo -> Set.of(MergeMethod.values()))));
        house = new House(bench);
        host = bench.host(Bench.INFRA);
        pull = bench.open(Bench.INFRA, "a");
        house.jobs.add(new Work.AutoPlan(pull, bench.head(pull), false), bench.clock.instant());
        house.work();
        bench.tick();
    }

    @Test
    void itIsMergedOnceItsHostHasHeardEverythingAndTheMergeEndsIt() {
        house.jobs.add(apply(), bench.clock.instant());
        house.work();

        List<String> calls = host.misfortune().calls();
        int merge = calls.indexOf("merge " + pull + " as usual");
        assertThat(calls.subList(0, merge).stream().filter(call -> call.startsWith("edit")))
                .as("the summary that tells of the apply")
                .isNotEmpty();
        assertThat(house.statuses(pull, bench.head(pull))).containsExactly("apply SUCCESS", "plan SUCCESS");
        assertThat(bench.read(pull).merged()).isTrue();
        house.jobs.add(new Work.Land(pull, bench.head(pull)), bench.clock.instant());
        house.work();
        assertThat(bench.applied()).containsExactly("a");
        assertThat(bench.locks()).isEmpty();
        assertThat(host.comments(pull))
                .filteredOn(comment -> comment.author().equals("tidelock"))
                .singleElement()
                .satisfies(comment -> assertThat(comment.body()).contains("Merged, 1 applied"));
    }

    @Test
    void itWaitsForAHostThatHasNotTakenTheWords() {
        house.jobs.add(apply(), bench.clock.instant());
        HeldLease lease = claim();
        house.worker.fulfil(lease.job(), lease);
        host.misfortune().failNext(Unavailable.notDone("the host stumbles", null));
        HeldLease merge = claim();
        house.turn.take(merge);

        assertThat(bench.read(pull).open()).isTrue();
        assertThat(host.misfortune().calls()).noneMatch(call -> call.startsWith("merge "));
        bench.clock.pass(Duration.ofMinutes(1));
        house.work();
        assertThat(bench.read(pull).merged()).isTrue();
    }

    @Test
    void aCrashBetweenTheApplyAndItsEndMergesItOnce() {
        Work.Apply apply = apply();
        house.jobs.add(apply, bench.clock.instant());
        HeldLease first = claim();
        bench.applier().apply(apply, first);
        house.jobs.giveBack(first, bench.clock.instant(), "the server died before the job had ended");

        house.work();

        assertThat(bench.applied()).containsExactly("a");
        assertThat(bench.read(pull).merged()).isTrue();
        assertThat(merges()).hasSize(1);
    }

    @Test
    void aCrashBetweenThePromiseAndTheEndOfTheApplyPromisesNothingTwice() {
        Work.Apply apply = apply();
        house.jobs.add(apply, bench.clock.instant());
        HeldLease first = claim();
        bench.applier().apply(apply, first);
        house.jobs.add(new Work.Merge(apply.order(), bench.head(pull), Optional.empty(), false), bench.clock.instant());
        house.jobs.giveBack(first, bench.clock.instant(), "the server died before the job had ended");

        house.work();

        assertThat(merges()).hasSize(1);
        assertThat(host.misfortune().calls().stream().filter(call -> call.startsWith("merge ")))
                .hasSize(1);
    }

    @Test
    void aCrashAfterTheMergeMergesNothingTwice() {
        house.jobs.add(apply(), bench.clock.instant());
        HeldLease apply = claim();
        house.worker.fulfil(apply.job(), apply);
        house.postman.deliver(System.nanoTime() + 5_000_000_000L);
        HeldLease merge = claim();
        bench.merger().merge((Work.Merge) merge.job().work(), merge);
        house.jobs.giveBack(merge, bench.clock.instant(), "the server died before the job had ended");

        house.work();

        assertThat(bench.read(pull).merged()).isTrue();
        assertThat(host.misfortune().calls().stream().filter(call -> call.startsWith("merge ")))
                .hasSize(1);
        assertThat(replies()).isEmpty();
    }

    @Test
    void aHostThatGoesOnRefusingIsQuotedOnceAndApplyMayBeSaidAgain() {
        host.require(1, List.of());
        house.jobs.add(apply(), bench.clock.instant());
        house.work();

        assertThat(replies())
                .singleElement()
                .asString()
                .contains("Not merged, although all of it is applied: 1 more approvals are needed")
                .contains("comment `apply` again, or merge it by hand");
        host.approve(pull, "rob");
        bench.tick();
        house.jobs.add(apply(), bench.clock.instant());
        house.work();
        assertThat(bench.read(pull).merged()).isTrue();
        assertThat(bench.applied()).containsExactly("a");
    }

    private Work.Apply apply() {
        return new Work.Apply(bench.order(pull, "wanda", "apply"), new Target.All(), false);
    }

    private List<Job> merges() {
        return house.jobs.of(pull).stream()
                .filter(job -> job.work() instanceof Work.Merge)
                .toList();
    }

    private List<String> replies() {
        return host.comments(pull).stream()
                .filter(comment -> comment.body().startsWith("<!-- tidelock:reply"))
                .map(FakeHost.Said::body)
                .toList();
    }

    private HeldLease claim() {
        return house.jobs
                .claim("house", bench.clock.instant(), bench.clock.instant().plus(Duration.ofDays(1)))
                .map(House::lease)
                .orElseThrow();
    }
}
