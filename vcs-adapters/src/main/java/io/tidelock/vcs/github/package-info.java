/**
 * Speaks GitHub: github.com, GHE.com tenants and Enterprise servers. {@link io.tidelock.vcs.github.GitHub} is the door.
 *
 * <p><b>Given:</b> settings, and calls of the host ports. <b>Gives:</b> values of core, {@code Unavailable} or {@code Refused}.
 * <b>Touches:</b> GitHub's API, one request a port method where one is enough. <b>Never:</b> repeats a write, sends the token
 * to another origin, puts it in a message, or logs a body.
 */
@NullMarked
package io.tidelock.vcs.github;

import org.jspecify.annotations.NullMarked;
