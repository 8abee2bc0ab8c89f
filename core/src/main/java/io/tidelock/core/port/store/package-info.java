/**
 * Doors to what must be remembered: deliveries, jobs, boards, plans, locks, runs, words.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.port.store;

import org.jspecify.annotations.NullMarked;
