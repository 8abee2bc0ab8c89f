/**
 * How the outside fails: the two exceptions that may cross a door.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.port;

import org.jspecify.annotations.NullMarked;
