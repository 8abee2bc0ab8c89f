/**
 * A promise: work that was accepted and will be done, and the lease under which it is done.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.job;

import org.jspecify.annotations.NullMarked;
