/**
 * Webhooks: what they say, how they are signed, and how they get there.
 *
 * <p><b>Given:</b> what happened, told under the world's lock. <b>Gives:</b> one POST for each hook that wants it, in order, and a record of it.
 * <b>Touches:</b> the network, outward. <b>Never:</b> makes the forge wait; never tries again by itself, as the real host does not.
 */
@NullMarked
package io.tidelock.sandbox.hook;

import org.jspecify.annotations.NullMarked;
