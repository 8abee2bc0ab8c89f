package io.tidelock.testkit.fake.host;

import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.event.Event;
import io.tidelock.core.event.Reading;
import io.tidelock.core.port.host.WebhookReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells events by number: the body of a delivery is {@code event 7}, and its signature is a hash of secret and body. */
final class FakeWebhooks implements WebhookReader {
    private static final Pattern BODY = Pattern.compile("event (\\d{1,9})");
    private static final String SECRET = "a secret of the fake";

    private final String host;
    private final List<Event> events = new ArrayList<>();

    FakeWebhooks(String host) {
        this.host = host;
    }

    /** Makes the delivery that tells of an event. */
    synchronized Delivery tell(Event event) {
        events.add(event);
        int number = events.size();
        byte[] body = ("event " + number).getBytes(StandardCharsets.UTF_8);
        return signed(Map.of("X-Fake-Delivery", "delivery-" + number), body);
    }

    Delivery signed(Map<String, String> headers, byte[] body) {
        Map<String, String> all = new java.util.HashMap<>(new Delivery(headers, body).headers());
        all.put("x-fake-signature", signature(body));
        return new Delivery(all, body);
    }

    @Override
    public synchronized Reading read(Delivery delivery) {
        Optional<String> id = delivery.header("X-Fake-Delivery");
        if (id.isEmpty()) {
            return new Reading.Refused(Reading.Fault.NOT_FOR_US, "not from the fake");
        }
        if (!delivery.header("X-Fake-Signature").equals(Optional.of(signature(delivery.body())))) {
            return new Reading.Refused(Reading.Fault.NOT_SIGNED, "the signature does not fit");
        }
        Matcher body = BODY.matcher(new String(delivery.body(), StandardCharsets.UTF_8));
        int number = body.matches() ? Integer.parseInt(body.group(1)) : 0;
        if (number < 1 || number > events.size()) {
            return new Reading.Refused(Reading.Fault.MALFORMED, "no such event");
        }
        Event event = events.get(number - 1);
        return new Reading.Fact(new DeliveryId(host, id.get()), event.getClass().getSimpleName(), event);
    }

    private static String signature(byte[] body) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(SECRET.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
