package io.tidelock.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.EditTask;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.run.Runner;
import io.tidelock.testkit.contract.RunnerApplyContract;
import io.tidelock.testkit.contract.RunnerBench;
import io.tidelock.testkit.contract.RunnerContract;
import io.tidelock.testkit.contract.RunnerLease;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A contract that lets a broken runner through promises nothing. */
final class RunnerContractTest {
    /** Ways in which a runner may be wrong; each must break at least one clause. */
    enum Flaw {
        FORGETS_THE_PLAN_FILE,
        KEEPS_A_PLAN_FILE_OF_NOTHING,
        COUNTS_WRONG,
        FORGETS_THE_FINGERPRINT,
        CALLS_A_FAILURE_NO_CHANGES,
        IGNORES_A_STOPPED_LEASE,
        DOES_NOT_STOP_PLANS,
        STOPS_SUPERSEDED_APPLIES,
        HOLDS_UP_THE_SHUTDOWN,
        LOSES_THE_STATE,
        APPLIES_A_STALE_PLAN,
        APPLIES_AGAIN_WHEN_ADOPTING,
        STARTS_WHAT_WAS_ABANDONED,
        FORGETS_WHAT_IT_SAID,
        INVENTS_LOGS,
        CUTS_LOGS_SHORT,
        STOP_DOES_NOTHING
    }

    @ParameterizedTest
    @EnumSource
    void everyFlawIsFound(Flaw flaw) throws Exception {
        assertThat(brokenClauses(flaw)).isNotEmpty();
    }

    @Test
    void theFakeItselfPasses() throws Exception {
        assertThat(brokenClauses(null)).isEmpty();
    }

    private static List<String> brokenClauses(@Nullable Flaw flaw) throws Exception {
        List<String> broken = new ArrayList<>();
        for (Class<?> contract : List.of(RunnerContract.class, RunnerApplyContract.class)) {
            for (Method clause : contract.getDeclaredMethods()) {
                boolean enough = flaw != null && !broken.isEmpty();
                if (!enough && clause.isAnnotationPresent(Test.class) && !holds(clause, flaw)) {
                    broken.add(clause.getName());
                }
            }
        }
        return broken;
    }

    private static boolean holds(Method clause, @Nullable Flaw flaw) throws Exception {
        if (clause.getDeclaringClass() == RunnerContract.class) {
            RunnerOnTrial.Plans plans = new RunnerOnTrial.Plans(bench(flaw));
            return holds(clause, plans, plans::openBench, plans::closeBench);
        }
        RunnerOnTrial.Applies applies = new RunnerOnTrial.Applies(bench(flaw));
        return holds(clause, applies, applies::openBench, applies::closeBench);
    }

    private static boolean holds(Method clause, Object contract, Runnable before, Runnable after) throws Exception {
        before.run();
        try {
            clause.invoke(contract);
            return true;
        } catch (InvocationTargetException e) {
            return false;
        } finally {
            after.run();
        }
    }

    private static RunnerBench bench(@Nullable Flaw flaw) {
        FakeRunner fake = new FakeRunner();
        if (flaw == null) {
            return new FakeRunnerTest.Bench(fake, fake, fake);
        }
        Broken wrong = new Broken(flaw, fake);
        return new FakeRunnerTest.Bench(fake, wrong, wrong);
    }

    private record Broken(Flaw flaw, FakeRunner fake) implements Runner, RunLogs {
        private boolean has(Flaw... flaws) {
            return Arrays.asList(flaws).contains(flaw);
        }

        @Override
        public PlanRun plan(PlanTask task, Lease lease) {
            boolean deaf =
                    (has(Flaw.IGNORES_A_STOPPED_LEASE) && lease.stop().isPresent()) || has(Flaw.DOES_NOT_STOP_PLANS);
            PlanRun run = fake.plan(task, deaf ? new RunnerLease() : lease);
            if (run instanceof PlanRun.Failed && has(Flaw.CALLS_A_FAILURE_NO_CHANGES)) {
                return FakeRunner.idle("failing");
            }
            if (!(run instanceof PlanRun.Done done)) {
                return run;
            }
            byte[] file = has(Flaw.FORGETS_THE_PLAN_FILE)
                    ? new byte[0]
                    : has(Flaw.KEEPS_A_PLAN_FILE_OF_NOTHING) ? new byte[] {1} : done.planFile();
            PlanSummary summary = has(Flaw.COUNTS_WRONG) ? PlanSummary.nothing() : done.summary();
            PlanFingerprint fingerprint =
                    has(Flaw.FORGETS_THE_FINGERPRINT) ? PlanFingerprint.unknown("forgotten") : done.fingerprint();
            return new PlanRun.Done(
                    done.changes(), summary, file, done.inputs(), done.localState(), done.text(), fingerprint);
        }

        @Override
        public ApplyRun apply(ApplyTask task, Lease lease) {
            if (has(Flaw.STARTS_WHAT_WAS_ABANDONED)) {
                return fake.apply(again(task, task.localState()), lease);
            }
            if (has(Flaw.APPLIES_A_STALE_PLAN)) {
                return fake.apply(again(task, Optional.empty()), lease);
            }
            if (has(Flaw.STOPS_SUPERSEDED_APPLIES)) {
                RunnerLease strict = new RunnerLease();
                lease.onStop(() -> strict.stop(Stopped.Reason.LOST));
                return fake.apply(task, strict);
            }
            ApplyRun run = fake.apply(task, has(Flaw.HOLDS_UP_THE_SHUTDOWN) ? new RunnerLease() : lease);
            return run instanceof ApplyRun.Done done && has(Flaw.LOSES_THE_STATE)
                    ? new ApplyRun.Done(done.line(), done.text(), Optional.empty())
                    : run;
        }

        @Override
        public ApplyRun edit(EditTask task, Lease lease) {
            RunId other = new RunId(java.util.UUID.randomUUID().toString());
            ApplyRun run = fake.edit(
                    has(Flaw.STARTS_WHAT_WAS_ABANDONED)
                            ? new EditTask(
                                    other,
                                    task.project(),
                                    task.tree(),
                                    task.edit(),
                                    task.extraArgs(),
                                    task.localState())
                            : task,
                    lease);
            return run instanceof ApplyRun.Done done && has(Flaw.LOSES_THE_STATE)
                    ? new ApplyRun.Done(done.line(), done.text(), Optional.empty())
                    : run;
        }

        private static ApplyTask again(ApplyTask task, Optional<byte[]> state) {
            RunId id = new RunId(java.util.UUID.randomUUID().toString());
            return new ApplyTask(id, task.project(), task.tree(), task.planFile(), state);
        }

        @Override
        public ApplyRun adopt(RunId run, Lease lease) {
            if (has(Flaw.APPLIES_AGAIN_WHEN_ADOPTING)) {
                fake.applied().forEach(task -> fake.apply(again(task, task.localState()), lease));
            }
            ApplyRun result = fake.adopt(run, lease);
            return has(Flaw.FORGETS_WHAT_IT_SAID)
                    ? new ApplyRun.Unknown(Problem.of("unknown", "", ""), "", Optional.empty())
                    : result;
        }

        @Override
        public void stop(RunId run) {
            if (!has(Flaw.STOP_DOES_NOTHING)) {
                fake.stop(run);
            }
        }

        @Override
        public Optional<Problem> trouble() {
            return fake.trouble();
        }

        @Override
        public String version(io.tidelock.core.project.Project project, io.tidelock.core.port.run.WorkingTree tree) {
            return fake.version(project, tree);
        }

        @Override
        public String version() {
            return fake.version();
        }

        @Override
        public Optional<byte[]> read(RunId run, long offset, int limit) {
            Optional<byte[]> read = fake.read(run, offset, limit);
            if (has(Flaw.INVENTS_LOGS)) {
                return Optional.of(read.orElse(new byte[0]));
            }
            return has(Flaw.CUTS_LOGS_SHORT) ? read.map(all -> Arrays.copyOf(all, Math.min(all.length, 10))) : read;
        }
    }
}
