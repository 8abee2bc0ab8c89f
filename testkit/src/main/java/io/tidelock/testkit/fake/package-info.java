/**
 * Stores in memory, as strict as the real one and fast: they pass the same contracts.
 *
 * <p><b>Given</b> a clock. <b>Gives</b> the ports of a store, and a look inside. <b>Touches</b> memory. <b>Never</b> used by
 * anything but tests.
 */
@NullMarked
package io.tidelock.testkit.fake;

import org.jspecify.annotations.NullMarked;
