package io.tidelock.core.event;

/** What reading a delivery gave: a verified fact, or a refusal for the sender. */
public sealed interface Reading {
    /** The bytes are from the host and mean this. */
    record Fact(DeliveryId id, String kind, Event event) implements Reading {}

    /** The bytes are not to be believed or not to be understood; {@code reason} may be shown to the sender. */
    record Refused(Fault fault, String reason) implements Reading {}

    /** Why a delivery was refused. */
    enum Fault {
        /** Signature missing or wrong. */
        NOT_SIGNED,
        /** Signed, but not what the host's documentation says. */
        MALFORMED,
        /** No host that is set up here sends such requests. */
        NOT_FOR_US
    }
}
