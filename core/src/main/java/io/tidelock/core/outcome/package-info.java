/**
 * What came of the work: results by project, problems, and the board of a pull request.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.outcome;

import org.jspecify.annotations.NullMarked;
