package io.tidelock.core.event;

/** Names one delivery of a webhook; the host keeps it when the same delivery is sent again. */
public record DeliveryId(String host, String id) {}
