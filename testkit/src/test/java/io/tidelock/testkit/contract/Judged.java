package io.tidelock.testkit.contract;

import io.tidelock.core.port.run.Checkouts;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Something broken before the contract. */
final class Judged extends CheckoutsContract {
    private final Path folder;
    private final UnaryOperator<Checkouts> broken;

    Judged(Path folder, UnaryOperator<Checkouts> broken) {
        this.folder = folder;
        this.broken = broken;
    }

    @Override
    protected GitHouse open() {
        return new FakeHouse(folder.resolve(UUID.randomUUID().toString()), broken);
    }

    /** The facts of the contract that do not hold. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (Method fact : CheckoutsContract.class.getDeclaredMethods()) {
            if (fact.isAnnotationPresent(Test.class)) {
                Judged fresh = new Judged(folder, broken);
                fresh.openHouse();
                try {
                    fact.invoke(fresh);
                } catch (InvocationTargetException e) {
                    failures.add(fact.getName());
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
                fresh.closeHouse();
            }
        }
        return failures;
    }
}
