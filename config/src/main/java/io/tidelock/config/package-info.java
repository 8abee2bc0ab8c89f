/**
 * Reads what was written.
 *
 * <p><b>Given</b> bytes, flags, environment values. <b>Gives</b> settings in the language of core, or a list of Problems with
 * file, line, value and expectation. <b>Touches</b> nothing. <b>Never</b> logs, calls out, or knows a host or a runner.
 */
@NullMarked
package io.tidelock.config;

import org.jspecify.annotations.NullMarked;
