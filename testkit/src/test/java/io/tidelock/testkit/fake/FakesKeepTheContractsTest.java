package io.tidelock.testkit.fake;

import io.tidelock.testkit.contract.AuditContract;
import io.tidelock.testkit.contract.BoardsContract;
import io.tidelock.testkit.contract.DeliveriesContract;
import io.tidelock.testkit.contract.JobsContract;
import io.tidelock.testkit.contract.LocksContract;
import io.tidelock.testkit.contract.OutboxContract;
import io.tidelock.testkit.contract.PlansContract;
import io.tidelock.testkit.contract.Ports;
import io.tidelock.testkit.contract.RepositoriesContract;
import io.tidelock.testkit.contract.RunsContract;
import io.tidelock.testkit.contract.StatesContract;
import io.tidelock.testkit.contract.TestClock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** The fakes are as strict as the contracts ask. */
class FakesKeepTheContractsTest {
    @Nested
    class Deliveries extends DeliveriesContract {
        @Override
        protected Ports open(TestClock clock) {
            return new FakeStore(clock).ports();
        }
    }

    @Nested
    class Jobs extends JobsContract {
        @Override
        protected Ports open(TestClock clock) {
            return new FakeStore(clock).ports();
        }
    }

    @Nested
    class Boards extends BoardsContract {
        @Override
        protected Ports open(TestClock clock) {
            return new FakeStore(clock).ports();
        }
    }

    @Nested
    class Plans extends PlansContract {
        @Override
        protected Ports open(TestClock clock) {
            return new FakeStore(clock).ports();
        }
    }

    @Nested
    class Locks extends LocksContract {
        @Override
        protected Ports open(TestClock clock) {
            return new FakeStore(clock).ports();
        }
    }

    @Nested
    class Repositories extends RepositoriesContract {
        @Override
        protected Ports open(TestClock clock) {
            return new FakeStore(clock).ports();
        }
    }

    @Nested
    class Runs extends RunsContract {
        @Override
        protected Ports open(TestClock clock) {
            return new FakeStore(clock).ports();
        }
    }

    @Nested
    class States extends StatesContract {
        @Override
        protected Ports open(TestClock clock) {
            return new FakeStore(clock).ports();
        }
    }

    @Nested
    class Outbox extends OutboxContract {
        @Override
        protected Ports open(TestClock clock) {
            return new FakeStore(clock).ports();
        }
    }

    @Nested
    class Audit extends AuditContract {
        private @Nullable FakeStore store;

        @Override
        protected Ports open(TestClock clock) {
            FakeStore opened = new FakeStore(clock);
            store = opened;
            return opened.ports();
        }

        @Override
        protected List<Line> trail() {
            return Objects.requireNonNull(store).audit().entries().stream()
                    .map(entry -> new Line(entry.at(), entry.who(), entry.what(), entry.where(), entry.detail()))
                    .toList();
        }
    }
}
