/**
 * Says what a plan means: counts what it would do, and gives it a fingerprint by which it can be compared with another.
 *
 * <p><b>Given</b> a plan file, its JSON as {@code terraform show -json} prints it, and the circumstances it was made in,
 * the steps of its workflow among them.
 * <b>Gives</b> a summary and a fingerprint. <b>Touches</b> the working tree, reading. <b>Never</b> a process; a value in clear.
 */
@NullMarked
package io.tidelock.run.meaning;

import org.jspecify.annotations.NullMarked;
