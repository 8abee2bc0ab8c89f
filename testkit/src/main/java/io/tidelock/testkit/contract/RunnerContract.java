package io.tidelock.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.Runner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every {@link Runner} does when it plans, and every {@code RunLogs} beside it. */
public abstract class RunnerContract extends RunnerTrial {
    @Test
    public void planCountsWhatItWouldDo() {
        PlanRun.Done done = planned(bench.changing(), run);

        assertThat(done.changes()).isTrue();
        assertThat(done.summary()).isEqualTo(new PlanSummary(1, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(done.text()).contains(done.summary().line());
        assertThat(done.planFile()).isNotEmpty();
        assertThat(done.inputs()).containsExactly(bench.changing());
        assertThat(done.localState()).isTrue();
    }

    @Test
    public void planThatFindsNothingHasNoPlanFile() {
        PlanRun.Done done = planned(bench.idle(), run);

        assertThat(done.changes()).isFalse();
        assertThat(done.planFile()).isEmpty();
        assertThat(done.summary()).isEqualTo(PlanSummary.nothing());
        assertThat(done.text()).contains("No changes.");
    }

    @Test
    public void planningAgainGivesAnEquivalentPlan() {
        PlanRun.Done first = planned(bench.changing(), run);
        PlanRun.Done second = planned(bench.changing(), newRun());

        assertThat(first.fingerprint().equivalentTo(second.fingerprint())).isTrue();
        assertThat(first.fingerprint().differences(second.fingerprint())).isEmpty();
    }

    @Test
    public void failedPlanSaysWhyAndWhatNext() {
        PlanRun result = bench.runner().plan(plan(bench.failing(), run), lease);

        assertThat(result).isInstanceOfSatisfying(PlanRun.Failed.class, failed -> {
            assertThat(failed.problem().met()).isNotBlank();
            assertThat(failed.problem().next()).isNotBlank();
            assertThat(failed.text()).contains("Error");
        });
    }

    @Test
    public void planIsNotBegunUnderALeaseThatStopped() {
        lease.stop(Stopped.Reason.LOST);

        assertThatThrownBy(() -> bench.runner().plan(plan(bench.changing(), run), lease))
                .isInstanceOfSatisfying(
                        Stopped.class, stopped -> assertThat(stopped.reason()).isEqualTo(Stopped.Reason.LOST));
    }

    @Test
    public void supersededPlanIsStopped() throws Exception {
        stopsHangingPlan(Stopped.Reason.SUPERSEDED);
    }

    @Test
    public void planIsStoppedWithTheServer() throws Exception {
        stopsHangingPlan(Stopped.Reason.SHUTDOWN);
    }

    private void stopsHangingPlan(Stopped.Reason reason) throws Exception {
        CompletableFuture<PlanRun> plan = away(() -> bench.runner().plan(plan(bench.hangingPlan(), run), lease));
        bench.awaitHanging();
        lease.stop(reason);

        assertThat(stopped(plan)).isEqualTo(reason);
        assertThat(bench.alive()).isFalse();
    }

    @Test
    public void leftOverPlanIsStoppedByTheNextServer() throws Exception {
        CompletableFuture<PlanRun> plan = away(() -> bench.runner().plan(plan(bench.hangingPlan(), run), lease));
        bench.awaitHanging();
        bench.afterCrash().stop(run);

        assertThat(bench.alive()).isFalse();
        assertThat(result(plan)).isInstanceOf(PlanRun.Failed.class);
    }

    @Test
    public void thereIsNothingToStopOfARunThatNeverWas() {
        bench.runner().stop(run);
    }

    @Test
    public void aRunThatNobodyKnowsHasNoLog() {
        assertThat(bench.logs().read(run, 0, 100)).isEmpty();
    }

    @Test
    public void logCanBeReadPieceByPiece() {
        planned(bench.changing(), run);
        byte[] whole = bench.logs().read(run, 0, 1 << 20).orElseThrow();

        assertThat(new String(whole, StandardCharsets.UTF_8)).contains("Plan: 1 to add, 0 to change, 0 to destroy.");
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        for (int length = -1; length != 0; ) {
            byte[] piece = bench.logs().read(run, pieces.size(), 7).orElseThrow();
            assertThat(piece.length).isLessThanOrEqualTo(7);
            pieces.writeBytes(piece);
            length = piece.length;
        }
        assertThat(pieces.toByteArray()).isEqualTo(whole);
    }

    @Test
    public void logCanBeReadWhileTheRunLasts() throws Exception {
        CompletableFuture<PlanRun> plan = away(() -> bench.runner().plan(plan(bench.hangingPlan(), run), lease));
        bench.awaitHanging();

        assertThat(bench.logs().read(run, 0, 1 << 20).orElseThrow()).isNotEmpty();
        bench.release();
        assertThat(result(plan)).isInstanceOf(PlanRun.Done.class);
    }

    @Test
    public void nothingIsWrongHere() {
        assertThat(bench.runner().trouble()).isEmpty();
        assertThat(bench.runner().version()).matches("(?s).*v\\d+\\.\\d+.*");
    }
}
