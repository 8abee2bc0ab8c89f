/**
 * What a person or a probe may look at: health, run logs, locks.
 *
 * <p>Given: the stores and the runner, to be read. Gives: pages and JSON. Touches: the HTTP server's request and response.
 * Never: changes anything, shows anything but health to a stranger.
 */
@NullMarked
package io.tidelock.server.watch;

import org.jspecify.annotations.NullMarked;
