/**
 * Remembers: deliveries, jobs, boards, plans, locks, runs, state, words and the audit trail, in one SQLite file.
 *
 * <p><b>Given</b> a data folder, perhaps a key, and a clock. <b>Gives</b> the ports of {@code core.port.store}; what a call
 * stored is durable when it returns. <b>Touches</b> the data folder, which is its own while it is open. <b>Never</b> starts
 * a thread, reads the system clock, calls a host, or decides anything. Fails with {@code Stopped} for a lost lease,
 * {@code Unavailable} when the disk does not do its part, {@code Refused} when what is on it cannot be used.
 */
@NullMarked
package io.tidelock.server.store;

import org.jspecify.annotations.NullMarked;
