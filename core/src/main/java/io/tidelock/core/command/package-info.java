/**
 * What a person may ask for in a comment.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.command;

import org.jspecify.annotations.NullMarked;
