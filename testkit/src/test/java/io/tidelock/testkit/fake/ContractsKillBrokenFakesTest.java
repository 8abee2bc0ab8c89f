package io.tidelock.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A contract that no wrong store fails is worth nothing: each must catch every one of these. */
class ContractsKillBrokenFakesTest {
    private static final Broken SOUND = new Broken("not broken", clock -> new FakeStore(clock).ports());

    @TestFactory
    Stream<DynamicTest> deliveries() {
        return killed(BrokenDeliveries.all(), DeliveriesOn::new);
    }

    @TestFactory
    Stream<DynamicTest> jobs() {
        return killed(BrokenJobs.all(), JobsOn::new);
    }

    @TestFactory
    Stream<DynamicTest> boards() {
        return killed(BrokenBoards.all(), BoardsOn::new);
    }

    @TestFactory
    Stream<DynamicTest> plans() {
        return killed(BrokenPlans.all(), PlansOn::new);
    }

    @TestFactory
    Stream<DynamicTest> locks() {
        return killed(BrokenLocks.all(), LocksOn::new);
    }

    @TestFactory
    Stream<DynamicTest> runs() {
        return killed(BrokenRuns.all(), RunsOn::new);
    }

    @TestFactory
    Stream<DynamicTest> states() {
        return killed(BrokenStates.all(), StatesOn::new);
    }

    @TestFactory
    Stream<DynamicTest> outbox() {
        return killed(BrokenOutbox.all(), OutboxOn::new);
    }

    @TestFactory
    Stream<DynamicTest> audit() {
        return killed(BrokenAudit.all(), AuditOn::new);
    }

    @TestFactory
    Stream<DynamicTest> repositories() {
        return killed(BrokenRepositories.all(), RepositoriesOn::new);
    }

    private static Stream<DynamicTest> killed(List<Broken> broken, Function<Broken, Object> contract) {
        assertThat(broken).hasSizeGreaterThanOrEqualTo(3);
        assertThat(failing(() -> contract.apply(SOUND)).toList())
                .as("tests that a sound store fails")
                .isEmpty();
        return broken.stream()
                .map(each -> dynamicTest(each.how() + " is caught", () -> {
                    assertThat(failing(() -> contract.apply(each)).findFirst())
                            .as("a test that catches it")
                            .isPresent();
                }));
    }

    /** The tests of the contract that fail, each run on a fresh instance as JUnit would; the cheap ones first. */
    private static Stream<String> failing(Supplier<Object> contract) {
        List<Method> tests = Arrays.stream(
                        contract.get().getClass().getSuperclass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing((Method test) -> test.getExceptionTypes().length)
                        .thenComparing(Method::getName))
                .toList();
        assertThat(tests).isNotEmpty();
        return tests.stream().filter(test -> fails(test, contract.get())).map(Method::getName);
    }

    private static boolean fails(Method test, Object contract) {
        test.setAccessible(true);
        try {
            test.invoke(contract);
            return false;
        } catch (InvocationTargetException failed) {
            return true;
        } catch (IllegalAccessException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static final class RepositoriesOn extends RepositoriesContract {
        private final Broken broken;

        RepositoriesOn(Broken broken) {
            this.broken = broken;
        }

        @Override
        protected Ports open(TestClock clock) {
            return broken.store().apply(clock);
        }
    }

    private static final class DeliveriesOn extends DeliveriesContract {
        private final Broken broken;

        DeliveriesOn(Broken broken) {
            this.broken = broken;
        }

        @Override
        protected Ports open(TestClock clock) {
            return broken.store().apply(clock);
        }
    }

    private static final class JobsOn extends JobsContract {
        private final Broken broken;

        JobsOn(Broken broken) {
            this.broken = broken;
        }

        @Override
        protected Ports open(TestClock clock) {
            return broken.store().apply(clock);
        }
    }

    private static final class BoardsOn extends BoardsContract {
        private final Broken broken;

        BoardsOn(Broken broken) {
            this.broken = broken;
        }

        @Override
        protected Ports open(TestClock clock) {
            return broken.store().apply(clock);
        }
    }

    private static final class PlansOn extends PlansContract {
        private final Broken broken;

        PlansOn(Broken broken) {
            this.broken = broken;
        }

        @Override
        protected Ports open(TestClock clock) {
            return broken.store().apply(clock);
        }
    }

    private static final class LocksOn extends LocksContract {
        private final Broken broken;

        LocksOn(Broken broken) {
            this.broken = broken;
        }

        @Override
        protected Ports open(TestClock clock) {
            return broken.store().apply(clock);
        }
    }

    private static final class RunsOn extends RunsContract {
        private final Broken broken;

        RunsOn(Broken broken) {
            this.broken = broken;
        }

        @Override
        protected Ports open(TestClock clock) {
            return broken.store().apply(clock);
        }
    }

    private static final class StatesOn extends StatesContract {
        private final Broken broken;

        StatesOn(Broken broken) {
            this.broken = broken;
        }

        @Override
        protected Ports open(TestClock clock) {
            return broken.store().apply(clock);
        }
    }

    private static final class OutboxOn extends OutboxContract {
        private final Broken broken;

        OutboxOn(Broken broken) {
            this.broken = broken;
        }

        @Override
        protected Ports open(TestClock clock) {
            return broken.store().apply(clock);
        }
    }

    private static final class AuditOn extends AuditContract {
        private final Broken broken;
        private @Nullable Ports ports;

        AuditOn(Broken broken) {
            this.broken = broken;
        }

        @Override
        protected Ports open(TestClock clock) {
            Ports opened = broken.store().apply(clock);
            ports = opened;
            return opened;
        }

        @Override
        protected List<Line> trail() {
            FakeAudit audit = (FakeAudit) Objects.requireNonNull(ports).audit();
            return audit.entries().stream()
                    .map(entry -> new Line(entry.at(), entry.who(), entry.what(), entry.where(), entry.detail()))
                    .toList();
        }
    }
}
