package io.tidelock.server.store;

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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The SQLite store does what every store must do. */
class SqliteKeepsTheContractsTest {
    @RegisterExtension
    final FreshStore fresh = new FreshStore();

    @Nested
    class Deliveries extends DeliveriesContract {
        @Override
        protected Ports open(TestClock clock) {
            return fresh.open(clock);
        }
    }

    @Nested
    class Jobs extends JobsContract {
        @Override
        protected Ports open(TestClock clock) {
            return fresh.open(clock);
        }
    }

    @Nested
    class Boards extends BoardsContract {
        @Override
        protected Ports open(TestClock clock) {
            return fresh.open(clock);
        }
    }

    @Nested
    class Plans extends PlansContract {
        @Override
        protected Ports open(TestClock clock) {
            return fresh.open(clock);
        }
    }

    @Nested
    class Locks extends LocksContract {
        @Override
        protected Ports open(TestClock clock) {
            return fresh.open(clock);
        }
    }

    @Nested
    class Repositories extends RepositoriesContract {
        @Override
        protected Ports open(TestClock clock) {
            return fresh.open(clock);
        }
    }

    @Nested
    class Runs extends RunsContract {
        @Override
        protected Ports open(TestClock clock) {
            return fresh.open(clock);
        }
    }

    @Nested
    class States extends StatesContract {
        @Override
        protected Ports open(TestClock clock) {
            return fresh.open(clock);
        }
    }

    @Nested
    class Outbox extends OutboxContract {
        @Override
        protected Ports open(TestClock clock) {
            return fresh.open(clock);
        }
    }

    @Nested
    class Audit extends AuditContract {
        @Override
        protected Ports open(TestClock clock) {
            return fresh.open(clock);
        }

        @Override
        protected List<Line> trail() {
            return fresh.store()
                    .database()
                    .read(handle -> handle.select("SELECT * FROM audit ORDER BY id")
                            .map((row, context) -> new Line(
                                    Columns.instant(row, "at"),
                                    row.getString("who"),
                                    row.getString("what"),
                                    row.getString("place"),
                                    row.getString("detail")))
                            .list());
        }
    }
}
