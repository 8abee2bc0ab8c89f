/**
 * How the forge's things look on the wire, in REST answers and in webhooks alike.
 *
 * <p><b>Given:</b> things of the model, and the address under which the asker reached the forge. <b>Gives:</b> JSON with the real host's
 * field names. <b>Touches:</b> reads the model (under the world's lock, which the caller holds) and git. <b>Never:</b> changes anything.
 */
@NullMarked
package io.tidelock.sandbox.json;

import org.jspecify.annotations.NullMarked;
