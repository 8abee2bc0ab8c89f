/**
 * Doors to a code host, by role: read hooks, read pull requests, write to them, clone.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.port.host;

import org.jspecify.annotations.NullMarked;
