/**
 * Measures the whole server from outside; never asserts on time.
 *
 * <p><b>Given</b> the fat jar, terraform, git. <b>Gives</b> figures, each beside what the bare commands took in the same run.
 * <b>Touches</b> a folder of its own, in which a sandbox forge and a server process work. <b>Never</b> part of a test run.
 */
@NullMarked
package io.tidelock.benchmarks;

import org.jspecify.annotations.NullMarked;
