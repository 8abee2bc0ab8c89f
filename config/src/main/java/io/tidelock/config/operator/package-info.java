/**
 * Reads what the operator wrote.
 *
 * <p><b>Given</b> flags, environment variables and a file, as values. <b>Gives</b>
 * {@link io.tidelock.config.operator.OperatorSettings}, a record for each concern, with warnings; or every Problem at once.
 * <b>Touches</b> nothing: a secret that lies in a file stays there until it is needed. <b>Never</b> prints a secret, and never
 * ignores what would restrict.
 */
@NullMarked
package io.tidelock.config.operator;

import org.jspecify.annotations.NullMarked;
