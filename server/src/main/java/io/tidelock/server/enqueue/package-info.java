/**
 * Makes a durable promise of an intention.
 *
 * <p>Given: a fact and what is to be done about it. Gives: a receipt, once it is on disk. Touches: the store of
 * deliveries. Never: calls a host, does the work.
 */
@NullMarked
package io.tidelock.server.enqueue;

import org.jspecify.annotations.NullMarked;
