/**
 * What is to be said on the host: comments, statuses and reactions, before they are sent.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.words;

import org.jspecify.annotations.NullMarked;
