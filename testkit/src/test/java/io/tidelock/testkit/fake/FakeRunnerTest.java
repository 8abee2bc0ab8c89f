package io.tidelock.testkit.fake;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.run.Runner;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.testkit.contract.RunnerApplyContract;
import io.tidelock.testkit.contract.RunnerBench;
import io.tidelock.testkit.contract.RunnerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The fake keeps the contract. */
final class FakeRunnerTest {
    @Nested
    class Plans extends RunnerContract {
        @Override
        protected RunnerBench open() {
            return bench();
        }
    }

    @Nested
    class Applies extends RunnerApplyContract {
        @Override
        protected RunnerBench open() {
            return bench();
        }
    }

    private static RunnerBench bench() {
        FakeRunner runner = new FakeRunner();
        return new Bench(runner, runner, runner);
    }

    /** A bench whose runner may be another one in front of the fake. */
    record Bench(FakeRunner fake, Runner runner, RunLogs logs) implements RunnerBench {
        Bench {
            fake.plans("idle", FakeRunner.idle("idle"))
                    .plans("failing", FakeRunner.failing("Invalid expression"))
                    .hangsInPlan("hanging-plan")
                    .hangsInApply("hanging-apply");
        }

        @Override
        public Runner afterCrash() {
            return runner;
        }

        @Override
        public WorkingTree tree() {
            return new WorkingTree(Path.of("tree"), new CommitSha("a".repeat(40)), false);
        }

        @Override
        public String changing() {
            return "changing";
        }

        @Override
        public String idle() {
            return "idle";
        }

        @Override
        public String failing() {
            return "failing";
        }

        @Override
        public String hangingPlan() {
            return "hanging-plan";
        }

        @Override
        public String hangingApply() {
            return "hanging-apply";
        }

        @Override
        public void awaitHanging() throws InterruptedException {
            fake.awaitRunning();
        }

        @Override
        public void release() {
            fake.release();
        }

        @Override
        public boolean alive() {
            return fake.running() > 0;
        }

        @Override
        public int applies() {
            return fake.applied().size();
        }

        @Override
        public void close() {}
    }
}
