package io.tidelock.testkit.fake.host;

import io.tidelock.core.port.Unavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** What goes wrong with the next calls to a fake host, and which calls there were. Safe for many threads. */
public final class Misfortune {
    private final Deque<Order> orders = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();

    private sealed interface Order {
        record Fail(RuntimeException failure) implements Order {}

        record Lose() implements Order {}

        record Go() implements Order {}
    }

    /** The next call, after those already ordered, is not carried out and throws this: {@code Unavailable} or {@code Refused}. */
    public synchronized void failNext(RuntimeException failure) {
        orders.add(new Order.Fail(failure));
    }

    /** The next call is carried out, but its answer is lost: {@code Unavailable}, perhaps done. */
    public synchronized void loseNextAnswer() {
        orders.add(new Order.Lose());
    }

    /** The next call goes well; to place a failure behind it. */
    public synchronized void spareNext() {
        orders.add(new Order.Go());
    }

    /** Every call so far, such as {@code post host/acme/infra#7}, also those that failed. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    <T> T around(String call, Supplier<T> work) {
        Order order;
        synchronized (this) {
            calls.add(call);
            order = orders.isEmpty() ? new Order.Go() : orders.remove();
        }
        return switch (order) {
            case Order.Fail fail -> throw fail.failure();
            case Order.Go go -> work.get();
            case Order.Lose lose -> {
                T lost = work.get();
                throw Unavailable.perhapsDone("the answer to '" + call + "' was lost: " + lost, null);
            }
        };
    }

    void around(String call, Runnable work) {
        around(call, () -> {
            work.run();
            return true;
        });
    }
}
