/**
 * Turns a promise into evidence: asks the host what is true now, plans, applies, unlocks.
 *
 * <p>Given: work and a lease. Gives: evidence. Touches: nothing itself; doors to host, disk, processes and store are handed
 * in. Never: words for people's eyes beyond a problem, threads, clocks of its own.
 */
@NullMarked
package io.tidelock.server.execute;

import org.jspecify.annotations.NullMarked;
