/**
 * The lines of the table, a class for each kind.
 *
 * <p><b>Given</b> a {@link io.tidelock.benchmarks.Bench}. <b>Gives</b> rows. <b>Touches</b> the scenes it opens there. <b>Never</b> knows
 * how a row is printed.
 */
@NullMarked
package io.tidelock.benchmarks.line;

import org.jspecify.annotations.NullMarked;
