/**
 * Who proposes what, and where: repositories, pull requests, commits, files and people.
 *
 * <p>Given: values. Gives: values. Touches: nothing. Never: effects, logging, frameworks.
 */
@NullMarked
package io.tidelock.core.change;

import org.jspecify.annotations.NullMarked;
