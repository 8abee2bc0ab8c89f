/**
 * Plain web pages, so that people can see and do what the forge is about: pull requests.
 *
 * <p><b>Given:</b> a browser on this machine, which may act as any user, or one from elsewhere with a token. <b>Gives:</b> HTML that needs
 * nothing else, escaped and sanitized. <b>Touches:</b> the forge, through its departments. <b>Never:</b> decides a rule of the forge.
 */
@NullMarked
package io.tidelock.sandbox.page;

import org.jspecify.annotations.NullMarked;
