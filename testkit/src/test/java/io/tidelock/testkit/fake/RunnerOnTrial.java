package io.tidelock.testkit.fake;

import io.tidelock.testkit.contract.RunnerApplyContract;
import io.tidelock.testkit.contract.RunnerBench;
import io.tidelock.testkit.contract.RunnerContract;
import java.time.Duration;

/** The contracts, on a bench that is given. Not for the test engine: their clauses are called one by one. */
final class RunnerOnTrial {
    private static final Duration PATIENCE = Duration.ofMillis(1200);

    private RunnerOnTrial() {}

    static final class Plans extends RunnerContract {
        private final RunnerBench bench;

        Plans(RunnerBench bench) {
            this.bench = bench;
        }

        @Override
        protected RunnerBench open() {
            return bench;
        }

        @Override
        protected Duration patience() {
            return PATIENCE;
        }
    }

    static final class Applies extends RunnerApplyContract {
        private final RunnerBench bench;

        Applies(RunnerBench bench) {
            this.bench = bench;
        }

        @Override
        protected RunnerBench open() {
            return bench;
        }

        @Override
        protected Duration patience() {
            return PATIENCE;
        }
    }
}
