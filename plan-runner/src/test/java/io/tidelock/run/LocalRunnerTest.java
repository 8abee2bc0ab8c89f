package io.tidelock.run;

import io.tidelock.testkit.contract.RunnerApplyContract;
import io.tidelock.testkit.contract.RunnerBench;
import io.tidelock.testkit.contract.RunnerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The local runner keeps the contract, with real terraform. */
final class LocalRunnerTest {
    @TempDir
    Path folder;

    @Nested
    class Plans extends RunnerContract {
        @Override
        protected RunnerBench open() {
            return new LocalBench(folder);
        }
    }

    @Nested
    class Applies extends RunnerApplyContract {
        @Override
        protected RunnerBench open() {
            return new LocalBench(folder);
        }
    }
}
