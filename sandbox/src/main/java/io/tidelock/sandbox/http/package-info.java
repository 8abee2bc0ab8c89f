/**
 * The front of the house: ports, TLS, the call log, and the way from a request to the room that answers it.
 *
 * <p><b>Given:</b> doors to knock at, the faults to suffer. <b>Gives:</b> answers over http and https. <b>Touches:</b> sockets, and the
 * certificate files in the data folder. <b>Never:</b> knows what is behind a door.
 */
@NullMarked
package io.tidelock.sandbox.http;

import org.jspecify.annotations.NullMarked;
