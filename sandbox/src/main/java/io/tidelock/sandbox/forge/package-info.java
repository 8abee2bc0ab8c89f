/**
 * What can happen on the forge: the rules of opening, pushing, talking, judging and merging.
 *
 * <p><b>Given:</b> the {@link io.tidelock.sandbox.model.World}, the git vault, and a {@link io.tidelock.sandbox.forge.Herald} to tell.
 * <b>Gives:</b> the changed things, or {@link io.tidelock.sandbox.forge.Refused} in the words the real host uses.
 * <b>Touches:</b> the world (its lock is taken here) and git. <b>Never:</b> HTTP or JSON; who may do it is asked by the door that was used,
 * except where the rule belongs to the thing itself.
 */
@NullMarked
package io.tidelock.sandbox.forge;

import org.jspecify.annotations.NullMarked;
