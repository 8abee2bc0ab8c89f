package io.tidelock.sandbox.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.fault.Faults;
import io.tidelock.sandbox.fault.HookEffect;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.model.Hook;
import io.tidelock.sandbox.model.World;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Carries webhooks to their receivers: one queue a hook, so that a slow receiver keeps order and harms nobody else. */
public final class Courier implements AutoCloseable {
    private static final int MOST_KEPT = 5000;

    private final World world;
    private final Faults faults;
    private final Sender sender;
    private final Map<Long, ExecutorService> queues = new HashMap<>();
    private final Map<Long, List<Delivery>> deliveries = new HashMap<>();
    private final Map<Long, Sender.Parcel> heldBack = new HashMap<>();
    private int underway;

    public Courier(World world, Faults faults, Links links, String version, Clock clock) {
        this.world = world;
        this.faults = faults;
        this.sender = new Sender(links, version, clock);
    }

    /** Sends an event to a hook soon. The payload is final with this call. */
    public void send(Hook hook, String event, ObjectNode payload) {
        String own = Json.text(payload, "action", "");
        String action = own.isEmpty() ? Json.text(payload.path("object_attributes"), "action", "") : own;
        Sender.Parcel parcel = new Sender.Parcel(
                hook, world.nextId(), UUID.randomUUID().toString(), event, action, Json.bytes(payload), false);
        HookEffect effect = faults.takeWebhook(event);
        switch (effect) {
            case null -> queue(parcel, Duration.ZERO);
            case HookEffect.Lose lost -> {}
            case HookEffect.Twice twice -> {
                queue(parcel, Duration.ZERO);
                queue(parcel, Duration.ZERO);
            }
            case HookEffect.Late late -> queue(parcel, late.time());
            case HookEffect.Behind behind -> {
                synchronized (this) {
                    heldBack.put(hook.id, parcel);
                }
                return;
            }
        }
        Sender.Parcel waiting;
        synchronized (this) {
            waiting = heldBack.remove(hook.id);
        }
        if (waiting != null) {
            queue(waiting, Duration.ZERO);
        }
    }

    /** Sends a recorded delivery again, under the same guid. */
    public void again(Hook hook, Delivery delivery) {
        queue(
                new Sender.Parcel(
                        hook,
                        world.nextId(),
                        delivery.guid(),
                        delivery.event(),
                        delivery.action(),
                        delivery.payload(),
                        true),
                Duration.ZERO);
    }

    /** What was sent to the hook, oldest first. */
    public synchronized List<Delivery> deliveries(long hookId) {
        return List.copyOf(deliveries.getOrDefault(hookId, List.of()));
    }

    /** The delivery with the id, or null. */
    public synchronized @Nullable Delivery delivery(long hookId, long id) {
        return deliveries.getOrDefault(hookId, List.of()).stream()
                .filter(delivery -> delivery.id() == id)
                .findFirst()
                .orElse(null);
    }

    /** Whether nothing is waiting to be sent or answered. */
    public synchronized boolean isIdle() {
        return underway == 0;
    }

    private synchronized void queue(Sender.Parcel parcel, Duration delay) {
        ExecutorService queue = queues.computeIfAbsent(
                parcel.hook().id,
                id -> Executors.newSingleThreadExecutor(
                        Thread.ofVirtual().name("hook-" + id).factory()));
        underway++;
        try {
            queue.execute(() -> carry(parcel, delay));
        } catch (RejectedExecutionException e) {
            underway--;
        }
    }

    private void carry(Sender.Parcel parcel, Duration delay) {
        try {
            Thread.sleep(delay);
            Delivery delivery = sender.send(parcel);
            parcel.hook().lastCode = delivery.statusCode();
            keep(delivery);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                underway--;
            }
        }
    }

    private synchronized void keep(Delivery delivery) {
        List<Delivery> kept = deliveries.computeIfAbsent(delivery.hookId(), id -> new ArrayList<>());
        if (kept.size() == MOST_KEPT) {
            kept.removeFirst();
        }
        kept.add(delivery);
    }

    @Override
    public synchronized void close() {
        queues.values().forEach(ExecutorService::shutdownNow);
        sender.close();
    }
}
