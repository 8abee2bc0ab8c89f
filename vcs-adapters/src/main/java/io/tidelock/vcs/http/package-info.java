/**
 * One HTTP call to a host, done within its deadline, whichever host it is.
 *
 * <p><b>Given:</b> a {@link io.tidelock.vcs.http.Call} with its headers, credential included. <b>Gives:</b> an
 * {@link io.tidelock.vcs.http.Answer}, whatever its status, or {@link io.tidelock.vcs.http.NoAnswer}. <b>Touches:</b> the
 * network. <b>Never:</b> judges an answer, repeats a write, follows a redirect to another origin, or writes a header or a
 * body anywhere.
 */
@NullMarked
package io.tidelock.vcs.http;

import org.jspecify.annotations.NullMarked;
