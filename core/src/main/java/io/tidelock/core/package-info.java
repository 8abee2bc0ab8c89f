/**
 * The language of Tidelock: nouns and ports, with no effects.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core;

import org.jspecify.annotations.NullMarked;
