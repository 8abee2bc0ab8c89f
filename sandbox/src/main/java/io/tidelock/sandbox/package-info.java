/**
 * A forge in a box: speaks the wire of a GitHub Enterprise server, for tests and the demo. {@link io.tidelock.sandbox.Sandbox} is the door.
 *
 * <p><b>Given</b> settings, and what people and programs do. <b>Gives</b> REST, GraphQL, webhooks, git over HTTP, web pages, a Terraform
 * state backend, and misfortune on demand. <b>Touches</b> its own folder and ports. <b>Never</b> starts a process, or knows the server. What it
 * is told lives in memory, and in git repositories below its folder, until it is closed; only its certificate authority is kept.
 */
@NullMarked
package io.tidelock.sandbox;

import org.jspecify.annotations.NullMarked;
