package io.tidelock.core.port.host;

import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.Reading;

/** Reads what a host sends. Pure but for a secret; never throws for bad bytes. */
public interface WebhookReader {
    Reading read(Delivery delivery);
}
