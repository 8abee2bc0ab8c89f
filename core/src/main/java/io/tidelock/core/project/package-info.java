/**
 * The unit of work: a directory in a workspace, and the steps that plan and apply it.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.project;

import org.jspecify.annotations.NullMarked;
