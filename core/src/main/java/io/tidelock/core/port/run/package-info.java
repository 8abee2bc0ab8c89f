/**
 * Doors to disk and processes: checkouts, terraform runs and their logs.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.port.run;

import org.jspecify.annotations.NullMarked;
