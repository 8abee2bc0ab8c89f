package io.tidelock.testkit.fake;

import io.tidelock.core.words.Message;
import java.time.Instant;

/** A message and all that is remembered of its sending. */
final class Envelope {
    enum State {
        WAITING,
        SENDING,
        SENT,
        DEAD
    }

    final long id;
    final Message message;
    State state = State.WAITING;
    int attempt = 0;
    boolean uncertain = false;
    Instant notBefore;

    Envelope(long id, Message message, Instant notBefore) {
        this.id = id;
        this.message = message;
        this.notBefore = notBefore;
    }
}
