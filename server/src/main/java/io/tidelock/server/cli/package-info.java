/**
 * The commands of the terminal: what stands behind {@code ./tidelock WORD}.
 *
 * <p>Given: arguments, the environment as a map, and a place to print. Gives: an exit code. Touches: the terminal, and
 * over HTTP the servers that it starts or asks. Never: reads the environment itself, ends the process.
 */
@NullMarked
package io.tidelock.server.cli;

import org.jspecify.annotations.NullMarked;
