/**
 * Values that must never be printed.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.secret;

import org.jspecify.annotations.NullMarked;
