package io.tidelock.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A runner on its bench, and what may be asked of it. */
abstract class RunnerTrial {
    protected abstract RunnerBench open();

    /** How long anything may take before it counts as hanging. */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    RunnerBench bench;
    final RunnerLease lease = new RunnerLease();
    final RunId run = newRun();

    /** Filled before each test. */
    @SuppressWarnings("NullAway.Init")
    RunnerTrial() {}

    @BeforeEach
    public void openBench() {
        bench = open();
    }

    @AfterEach
    public void closeBench() {
        bench.release();
        bench.close();
    }

    PlanRun.Done planned(String dir, RunId id) {
        PlanRun result = bench.runner().plan(plan(dir, id), lease);
        assertThat(result).as("%s", result).isInstanceOf(PlanRun.Done.class);
        return (PlanRun.Done) result;
    }

    PlanTask plan(String dir, RunId id) {
        return plan(dir, id, Optional.empty());
    }

    PlanTask plan(String dir, RunId id, Optional<byte[]> state) {
        return new PlanTask(id, Project.standard(ProjectKey.at(dir)), bench.tree(), List.of(), state);
    }

    static RunId newRun() {
        return new RunId(UUID.randomUUID().toString());
    }

    static <T> CompletableFuture<T> away(java.util.function.Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(work.get());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    /** Whether it ends although nothing lets it. */
    static boolean ended(CompletableFuture<?> work) throws InterruptedException {
        Thread.sleep(300);
        return work.isDone();
    }

    <T> T result(CompletableFuture<T> work) throws Exception {
        try {
            return work.get(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("it hangs", e);
        }
    }

    Stopped.Reason stopped(CompletableFuture<?> work) throws Exception {
        try {
            throw new AssertionError("it was not stopped, but ended with " + result(work));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Stopped stopped) {
                return stopped.reason();
            }
            throw e;
        }
    }
}
