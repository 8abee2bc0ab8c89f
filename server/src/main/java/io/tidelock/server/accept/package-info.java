/**
 * Takes webhook requests off the wire.
 *
 * <p>Given: an HTTP request. Gives: a {@code Delivery} to read, and the host its answer. Touches: the HTTP server's
 * request and response. Never: calls a host, opens the store, knows what an event means.
 */
@NullMarked
package io.tidelock.server.accept;

import org.jspecify.annotations.NullMarked;
