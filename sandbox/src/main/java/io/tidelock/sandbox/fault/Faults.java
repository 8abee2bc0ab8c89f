package io.tidelock.sandbox.fault;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The faults that are still to come. Safe for use by many threads. */
public final class Faults {
    private final List<Order> orders = new ArrayList<>();
    private final List<HookOrder> hookOrders = new ArrayList<>();

    /**
     * Orders an effect for the next matching requests.
     *
     * @param times for how many of them
     * @param method GET, POST and so on, or an asterisk for any
     * @param path a regular expression found anywhere in path and query, such as {@code /statuses/} or {@code git-upload-pack$}
     */
    public synchronized void next(int times, String method, String path, Effect effect) {
        orders.add(new Order(times, method, Pattern.compile(path), effect));
    }

    /**
     * Orders an effect for the next webhooks.
     *
     * @param event the event's name, or an asterisk for any
     */
    public synchronized void nextWebhooks(int times, String event, HookEffect effect) {
        hookOrders.add(new HookOrder(times, event, effect));
    }

    /** Forgets everything ordered. */
    public synchronized void clear() {
        orders.clear();
        hookOrders.clear();
    }

    /** How many requests and webhooks are still to suffer. */
    public synchronized int pending() {
        return orders.stream().mapToInt(order -> order.left).sum()
                + hookOrders.stream().mapToInt(order -> order.left).sum();
    }

    /** How many requests whose order's path has this in it are still to suffer. */
    public synchronized int pending(String inPath) {
        return orders.stream()
                .filter(order -> order.path.pattern().contains(inPath))
                .mapToInt(order -> order.left)
                .sum();
    }

    /** The effect on this request, used up by asking; null when it goes well. */
    public synchronized @Nullable Effect take(String method, String pathAndQuery) {
        for (Iterator<Order> all = orders.iterator(); all.hasNext(); ) {
            Order order = all.next();
            boolean matches = (order.method.equals("*") || order.method.equalsIgnoreCase(method))
                    && order.path.matcher(pathAndQuery).find();
            if (matches) {
                if (--order.left == 0) {
                    all.remove();
                }
                return order.effect;
            }
        }
        return null;
    }

    /** The effect on this webhook, used up by asking; null when it goes well. */
    public synchronized @Nullable HookEffect takeWebhook(String event) {
        for (Iterator<HookOrder> all = hookOrders.iterator(); all.hasNext(); ) {
            HookOrder order = all.next();
            if (order.event.equals("*") || order.event.equals(event)) {
                if (--order.left == 0) {
                    all.remove();
                }
                return order.effect;
            }
        }
        return null;
    }

    private static final class Order {
        private int left;
        private final String method;
        private final Pattern path;
        private final Effect effect;

        Order(int left, String method, Pattern path, Effect effect) {
            this.left = left;
            this.method = method;
            this.path = path;
            this.effect = effect;
        }
    }

    private static final class HookOrder {
        private int left;
        private final String event;
        private final HookEffect effect;

        HookOrder(int left, String event, HookEffect effect) {
            this.left = left;
            this.event = event;
            this.effect = effect;
        }
    }
}
