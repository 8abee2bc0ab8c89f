/**
 * A forge in a box: speaks the wire of real forges, for tests and the demo.
 *
 * <p><b>Given</b> repositories to serve. <b>Gives</b> REST, webhooks, git over HTTP and pull-request pages. <b>Touches</b> its
 * own folder and port. <b>Never</b> starts a process, or knows the server.
 */
@NullMarked
package io.tidelock.sandbox;

import org.jspecify.annotations.NullMarked;
