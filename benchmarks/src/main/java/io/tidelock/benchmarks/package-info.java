/**
 * Measures; never asserts on time.
 *
 * <p><b>Given</b> the server. <b>Gives</b> figures. <b>Touches</b> what it measures. <b>Never</b> part of a test run.
 */
@NullMarked
package io.tidelock.benchmarks;

import org.jspecify.annotations.NullMarked;
