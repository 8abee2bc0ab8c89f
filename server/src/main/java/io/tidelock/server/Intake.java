package io.tidelock.server;

import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.Reading;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.WebhookReader;
import io.tidelock.core.port.store.Deliveries;
import io.tidelock.server.accept.Answer;
import io.tidelock.server.decide.Decision;
import io.tidelock.server.decide.Rules;
import io.tidelock.server.enqueue.Promises;
import java.util.function.Consumer;

/** Bytes in, promise out. The host gets its answer only once the promise is durable. */
final class Intake {
    private final WebhookReader reader;
    private final Rules rules;
    private final Promises promises;
    private final Consumer<Deliveries.Receipt> bell;

    Intake(WebhookReader reader, Rules rules, Promises promises, Consumer<Deliveries.Receipt> bell) {
        this.reader = reader;
        this.rules = rules;
        this.promises = promises;
        this.bell = bell;
    }

    Answer take(Delivery delivery) {
        try {
            return switch (reader.read(delivery)) { // accept
                case Reading.Refused refused -> refuse(refused);
                case Reading.Fact fact ->
                    switch (rules.decide(fact.event())) { // decide
                        case Decision.Ignore ignore -> {
                            promises.note(fact, fact.event().repo().filter(rules::workFor), ignore.reason());
                            yield Answer.accepted("recorded; ignored: " + ignore.reason());
                        }
                        case Decision.Promise promise -> {
                            Deliveries.Receipt receipt =
                                    promises.keep(fact, promise.verdict(), promise.work(), promise.again()); // enqueue
                            bell.accept(receipt);
                            yield Answer.done(receipt.seenBefore() ? "recorded; this was seen before" : "promised");
                        }
                    };
            };
        } catch (Unavailable full) {
            return new Answer(503, "not stored, send it again: " + full.getMessage());
        }
    }

    private static Answer refuse(Reading.Refused refused) {
        return switch (refused.fault()) {
            case NOT_SIGNED -> new Answer(401, refused.reason());
            case MALFORMED, NOT_FOR_US -> new Answer(400, refused.reason());
        };
    }
}
