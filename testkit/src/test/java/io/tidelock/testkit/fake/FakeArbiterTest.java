package io.tidelock.testkit.fake;

import io.tidelock.core.port.run.Arbiter;
import io.tidelock.testkit.contract.ArbiterContract;

final class FakeArbiterTest extends ArbiterContract {
    @Override
    protected Stage open() {
        FakeArbiter arbiter = new FakeArbiter();
        return new Stage() {
            @Override
            public Arbiter arbiter() {
                return arbiter;
            }

            @Override
            public String program(String... commands) {
                return arbiter.program("./may", commands);
            }
        };
    }
}
