package io.tidelock.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.command.StateEdit;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.EditTask;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.Runner;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every {@link Runner} does when it applies, above all when it is called away or dies. */
public abstract class RunnerApplyContract extends RunnerTrial {
    @Test
    public void applyDoesThePlanAndCarriesTheState() {
        byte[] file = planned(bench.changing(), newRun()).planFile();
        ApplyRun applied = bench.runner().apply(apply(bench.changing(), run, file, Optional.empty()), lease);

        assertThat(applied).isInstanceOfSatisfying(ApplyRun.Done.class, done -> {
            assertThat(done.line()).isEqualTo("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.");
            assertThat(done.text()).contains(done.line());
            assertThat(done.localState()).isPresent();
        });
        PlanRun again = bench.runner().plan(plan(bench.changing(), newRun(), applied.localState()), lease);
        assertThat(again)
                .isInstanceOfSatisfying(
                        PlanRun.Done.class, done -> assertThat(done.changes()).isFalse());
    }

    @Test
    public void aPlanIsAppliedOnce() {
        byte[] file = planned(bench.changing(), newRun()).planFile();
        ApplyRun first = bench.runner().apply(apply(bench.changing(), newRun(), file, Optional.empty()), lease);
        ApplyRun second = bench.runner().apply(apply(bench.changing(), run, file, first.localState()), lease);

        assertThat(second).isInstanceOfSatisfying(ApplyRun.Failed.class, failed -> {
            assertThat(failed.stale()).isTrue();
            assertThat(failed.problem().met()).isNotBlank();
        });
    }

    @Test
    public void supersededApplyGoesOn() throws Exception {
        CompletableFuture<ApplyRun> apply = hangingApply();
        lease.stop(Stopped.Reason.SUPERSEDED);
        assertThat(ended(apply)).isFalse();
        bench.release();

        assertThat(result(apply)).isInstanceOf(ApplyRun.Done.class);
    }

    @Test
    public void applyOutlivesTheServerAndIsAdopted() throws Exception {
        outlives(Stopped.Reason.SHUTDOWN);
    }

    @Test
    public void applyOutlivesALostLease() throws Exception {
        outlives(Stopped.Reason.LOST);
    }

    private void outlives(Stopped.Reason reason) throws Exception {
        CompletableFuture<ApplyRun> apply = hangingApply();
        lease.stop(reason);
        assertThat(stopped(apply)).isEqualTo(reason);
        assertThat(bench.alive()).isTrue();

        Runner next = bench.afterCrash();
        CompletableFuture<ApplyRun> adopted = away(() -> next.adopt(run, new RunnerLease()));
        assertThat(ended(adopted)).isFalse();
        bench.release();

        ApplyRun done = result(adopted);
        assertThat(done).isInstanceOf(ApplyRun.Done.class);
        assertThat(done.localState()).isPresent();
    }

    @Test
    public void supersededApplyStillHeedsTheEndOfTheServer() throws Exception {
        CompletableFuture<ApplyRun> apply = hangingApply();
        lease.stop(Stopped.Reason.SUPERSEDED);
        lease.stop(Stopped.Reason.SHUTDOWN);

        assertThat(stopped(apply)).isEqualTo(Stopped.Reason.SHUTDOWN);
        assertThat(bench.alive()).isTrue();
    }

    @Test
    public void adoptingIsCalledAwayLikeApplying() throws Exception {
        CompletableFuture<ApplyRun> apply = hangingApply();
        lease.stop(Stopped.Reason.SHUTDOWN);
        stopped(apply);
        RunnerLease second = new RunnerLease();
        CompletableFuture<ApplyRun> adopted = away(() -> bench.afterCrash().adopt(run, second));
        second.stop(Stopped.Reason.SHUTDOWN);

        assertThat(stopped(adopted)).isEqualTo(Stopped.Reason.SHUTDOWN);
        assertThat(bench.alive()).isTrue();
    }

    @Test
    public void adoptedApplyThatHasEndedSaysTheSameAgain() {
        byte[] file = planned(bench.changing(), newRun()).planFile();
        ApplyRun said = bench.runner().apply(apply(bench.changing(), run, file, Optional.empty()), lease);

        Runner next = bench.afterCrash();
        assertSame(next.adopt(run, lease), said);
        assertSame(next.adopt(run, lease), said);
        assertThat(bench.applies()).isEqualTo(1);
    }

    @Test
    public void applyThatNeverStartedNeverWill() {
        byte[] file = planned(bench.changing(), newRun()).planFile();
        Runner next = bench.afterCrash();

        assertThat(next.adopt(run, lease)).isInstanceOf(ApplyRun.NeverStarted.class);
        assertThat(next.adopt(run, lease)).isInstanceOf(ApplyRun.NeverStarted.class);
        assertThat(bench.runner().apply(apply(bench.changing(), run, file, Optional.empty()), lease))
                .isInstanceOf(ApplyRun.NeverStarted.class);
    }

    @Test
    public void anEditSaysHowItWentAndCarriesTheState() {
        String address = "terraform_data.it";
        ApplyRun imported =
                bench.runner().edit(edit(run, new StateEdit.Import(address, "an-id"), Optional.empty()), lease);

        assertThat(imported).isInstanceOfSatisfying(ApplyRun.Done.class, done -> {
            assertThat(done.line()).isEqualTo("Import successful!");
            assertThat(done.text()).contains("Import successful!");
            assertThat(done.localState()).isPresent();
        });
        assertThat(bench.runner()
                        .edit(edit(newRun(), new StateEdit.Removal(List.of(address)), imported.localState()), lease))
                .isInstanceOfSatisfying(
                        ApplyRun.Done.class,
                        done -> assertThat(done.line()).isEqualTo("Successfully removed 1 resource instance(s)."));
        assertSame(bench.afterCrash().adopt(run, lease), imported);
    }

    @Test
    public void anEditOfWhatIsNotThereFails() {
        ApplyRun result = bench.runner()
                .edit(edit(run, new StateEdit.Removal(List.of("terraform_data.missing")), Optional.empty()), lease);

        assertThat(result)
                .isInstanceOfSatisfying(
                        ApplyRun.Failed.class,
                        failed -> assertThat(failed.problem().met()).contains("terraform state rm"));
        assertSame(bench.afterCrash().adopt(run, lease), result);
    }

    @Test
    public void anEditThatNeverStartedNeverWill() {
        assertThat(bench.afterCrash().adopt(run, lease)).isInstanceOf(ApplyRun.NeverStarted.class);
        assertThat(bench.runner()
                        .edit(edit(run, new StateEdit.Import("terraform_data.it", "an-id"), Optional.empty()), lease))
                .isInstanceOf(ApplyRun.NeverStarted.class);
    }

    private EditTask edit(RunId id, StateEdit edit, Optional<byte[]> state) {
        return new EditTask(
                id, Project.standard(ProjectKey.at(bench.changing())), bench.tree(), edit, List.of(), state);
    }

    private ApplyTask apply(String dir, RunId id, byte[] file, Optional<byte[]> state) {
        return new ApplyTask(id, Project.standard(ProjectKey.at(dir)), bench.tree(), file, state);
    }

    private CompletableFuture<ApplyRun> hangingApply() throws InterruptedException {
        byte[] file = planned(bench.hangingApply(), newRun()).planFile();
        CompletableFuture<ApplyRun> apply =
                away(() -> bench.runner().apply(apply(bench.hangingApply(), run, file, Optional.empty()), lease));
        bench.awaitHanging();
        return apply;
    }

    private static void assertSame(ApplyRun one, ApplyRun other) {
        assertThat(one)
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .ignoringFields("localState")
                .isEqualTo(other);
        assertThat(one.localState().map(String::new))
                .isEqualTo(other.localState().map(String::new));
    }
}
