package io.tidelock.testkit.contract;

import static io.tidelock.testkit.contract.Sample.NETWORK;
import static io.tidelock.testkit.contract.Sample.bytes;
import static io.tidelock.testkit.contract.Sample.pull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.store.Runs.Kind;
import io.tidelock.core.port.store.Runs.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code Runs} promises. */
public abstract class RunsContract extends StoreContract {
    private Run begin(Lease lease, String id, Kind kind) {
        Run run = new Run(
                new RunId(id),
                lease.job().id(),
                kind,
                pull(1),
                NETWORK,
                clock.instant(),
                Optional.empty(),
                Optional.empty());
        store().runs().begin(lease, run);
        return run;
    }

    private static Run ended(Run run, String result, java.time.Instant at) {
        return new Run(
                run.id(),
                run.job(),
                run.kind(),
                run.pull(),
                run.key(),
                run.begunAt(),
                Optional.of(at),
                Optional.of(result));
    }

    @Test
    void aRunThatWasBegunLeavesATrace() {
        Run run = begin(lease(), "run-1", Kind.APPLY);

        assertThat(store().runs().run(new RunId("run-1"))).contains(run);
        assertThat(store().runs().log(new RunId("run-1"))).isEmpty();
    }

    @Test
    void aRunNobodyBeganIsNotFound() {
        begin(lease(), "run-1", Kind.PLAN);

        assertThat(store().runs().run(new RunId("run"))).isEmpty();
        assertThat(store().runs().log(new RunId("run"))).isEmpty();
    }

    @Test
    void anEndedRunKeepsItsResultAndItsLog() {
        Lease lease = lease();
        Run run = begin(lease, "run-1", Kind.PLAN);
        clock.pass(Duration.ofSeconds(9));

        store().runs().end(lease, run.id(), "planned", clock.instant(), bytes("log"));

        assertThat(store().runs().run(run.id())).contains(ended(run, "planned", clock.instant()));
        assertThat(store().runs().log(run.id()))
                .hasValueSatisfying(log -> assertThat(log).isEqualTo(bytes("log")));
    }

    @Test
    void anEmptyLogIsALog() {
        Lease lease = lease();
        Run run = begin(lease, "run-1", Kind.PLAN);

        store().runs().end(lease, run.id(), "planned", clock.instant(), new byte[0]);

        assertThat(store().runs().log(run.id()))
                .hasValueSatisfying(log -> assertThat(log).isEmpty());
    }

    @Test
    void endingItAgainChangesNothing() {
        Lease lease = lease();
        Run run = begin(lease, "run-1", Kind.PLAN);
        store().runs().end(lease, run.id(), "planned", clock.instant(), bytes("log"));
        Run first = store().runs().run(run.id()).orElseThrow();
        clock.pass(Duration.ofSeconds(9));

        store().runs().end(lease, run.id(), "failed", clock.instant(), bytes("other"));

        assertThat(store().runs().run(run.id())).contains(first);
        assertThat(store().runs().log(run.id()))
                .hasValueSatisfying(log -> assertThat(log).isEqualTo(bytes("log")));
    }

    @Test
    void whatNeverBeganDoesNotEnd() {
        Lease lease = lease();

        assertThatThrownBy(
                        () -> store().runs().end(lease, new RunId("run-1"), "planned", clock.instant(), bytes("log")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRunBeginsOnce() {
        Lease lease = lease();
        begin(lease, "run-1", Kind.PLAN);

        assertThatThrownBy(() -> begin(lease, "run-1", Kind.PLAN)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void runsOfAJobAreFoundInTheOrderTheyWereBegun() {
        Lease lease = lease();
        Lease other = lease();
        Run second = begin(lease, "run-z", Kind.PLAN);
        begin(other, "run-b", Kind.PLAN);
        Run third = begin(lease, "run-a", Kind.APPLY);

        assertThat(store().runs().of(lease.job().id())).containsExactly(second, third);
        assertThat(store().runs().of(new JobId(9_999))).isEmpty();
    }

    @Test
    void appliesOfAPullRequestAreFoundWhileTheyRunAndBackToATime() {
        Lease lease = lease();
        Run plan = begin(lease, "run-1", Kind.PLAN);
        Run apply = begin(lease, "run-2", Kind.APPLY);
        PullRef pull = apply.pull();

        assertThat(store().runs().applying(pull, clock.instant())).containsExactly(apply);
        clock.pass(Duration.ofSeconds(5));
        store().runs().end(lease, apply.id(), "applied", clock.instant(), bytes("log"));
        store().runs().end(lease, plan.id(), "planned", clock.instant(), bytes("log"));

        assertThat(store().runs().applying(pull, clock.instant().minusSeconds(1)))
                .extracting(Run::id)
                .containsExactly(apply.id());
        assertThat(store().runs().applying(pull, clock.instant())).isEmpty();
        assertThat(store().runs().applying(new PullRef(pull.repo(), pull.number() * 10 + 1), Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void aLostLeaseBeginsAndEndsNothing() {
        Lease lease = lease();
        Run run = begin(lease, "run-1", Kind.PLAN);

        refusedWhenLost(lost -> begin(lost, "run-2", Kind.PLAN));
        refusedWhenLost(lost -> store().runs().end(lost, run.id(), "planned", clock.instant(), bytes("log")));

        assertThat(store().runs().run(new RunId("run-2"))).isEmpty();
        assertThat(store().runs().run(run.id())).contains(run);
    }
}
