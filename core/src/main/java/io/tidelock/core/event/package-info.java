/**
 * What a host told us: raw deliveries and the facts read from them.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.event;

import org.jspecify.annotations.NullMarked;
