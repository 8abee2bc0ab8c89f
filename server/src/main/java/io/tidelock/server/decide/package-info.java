/**
 * Turns a fact into an intention: ignore it, with a reason, or promise work.
 *
 * <p><b>Given</b> an {@link io.tidelock.core.event.Event}, and at its birth which repositories, words and bots count.
 * <b>Gives</b> a {@link io.tidelock.server.decide.Decision}. <b>Touches</b> nothing: what must be asked of a host is asked when
 * the work is done. <b>Never</b> waits, remembers, or knows which setting something came from.
 */
@NullMarked
package io.tidelock.server.decide;

import org.jspecify.annotations.NullMarked;
