package io.tidelock.sandbox.fault;

import java.time.Duration;

/** What goes wrong with a webhook. */
public sealed interface HookEffect {
    /** It is never sent, nor recorded as a delivery. */
    record Lose() implements HookEffect {}

    /** It is sent twice with the same delivery id. */
    record Twice() implements HookEffect {}

    /** It is sent after a while; the ones behind it wait too. */
    record Late(Duration time) implements HookEffect {}

    /** It is sent after the one that follows it. */
    record Behind() implements HookEffect {}
}
