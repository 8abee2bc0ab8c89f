package io.tidelock.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads orders of faults written as JSON; see {@code POST /_sandbox/faults} in the sandbox's description. */
public final class FaultOrders {
    private FaultOrders() {}

    /**
     * Takes one order, for requests or (with a field webhook) for webhooks.
     *
     * @throws IllegalArgumentException with a sentence for the sender when it makes no sense
     */
    public static void take(JsonNode order, Faults faults) {
        int times = order.path("times").asInt(1);
        if (times < 1) {
            throw new IllegalArgumentException("times is " + times + ", but must be 1 or more");
        }
        if (order.has("webhook")) {
            faults.nextWebhooks(times, order.path("event").asText("*"), hookEffect(order));
        } else {
            faults.next(
                    times, order.path("method").asText("*"), order.path("path").asText(""), effect(order));
        }
    }

    private static Effect effect(JsonNode order) {
        Duration time = Duration.ofMillis(order.path("millis").asLong(1000));
        int status = order.path("status").asInt(500);
        String body = order.path("body").asText("{\"message\":\"Server Error\"}");
        String effect = order.path("effect").asText("status");
        return switch (effect) {
            case "status" -> new Effect.Instead(status, headers(order), body);
            case "done-but" -> new Effect.DoneBut(status, headers(order), body);
            case "secondary-rate-limit" ->
                Effect.secondaryRateLimit(order.path("retry_after").asInt(-1));
            case "done-drop" -> new Effect.DoneThenDrop();
            case "done-hang" -> new Effect.DoneThenHang(time);
            case "delay" -> new Effect.Delay(time);
            case "hang" -> new Effect.Hang(time);
            case "drop" -> new Effect.Drop();
            case "cut" -> new Effect.Cut(order.path("bytes").asInt(0));
            case "stall" -> new Effect.Stall(order.path("bytes").asInt(0), time);
            default ->
                throw new IllegalArgumentException("effect is " + effect
                        + ", but must be one of status, done-but, done-drop, done-hang, secondary-rate-limit, delay, hang, drop,"
                        + " cut, stall");
        };
    }

    private static Map<String, String> headers(JsonNode order) {
        Map<String, String> headers = new LinkedHashMap<>();
        order.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        if (order.has("retry_after")) {
            headers.put("Retry-After", order.path("retry_after").asText());
        }
        return headers;
    }

    private static HookEffect hookEffect(JsonNode order) {
        String effect = order.path("webhook").asText();
        return switch (effect) {
            case "lose" -> new HookEffect.Lose();
            case "twice" -> new HookEffect.Twice();
            case "late" ->
                new HookEffect.Late(Duration.ofMillis(order.path("millis").asLong(1000)));
            case "behind" -> new HookEffect.Behind();
            default ->
                throw new IllegalArgumentException(
                        "webhook is " + effect + ", but must be one of lose, twice, late, behind");
        };
    }
}
