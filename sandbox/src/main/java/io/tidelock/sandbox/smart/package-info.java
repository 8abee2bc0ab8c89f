/**
 * Git over HTTP, at {@code /owner/name.git} and without the ending.
 *
 * <p><b>Given:</b> what a git client asks, with any user name and a token as password. <b>Gives:</b> fetches and pushes, or the refusals
 * git understands. <b>Touches:</b> the repositories, and after a push the forge. <b>Never:</b> holds the world's lock while a pack travels.
 */
@NullMarked
package io.tidelock.sandbox.smart;

import org.jspecify.annotations.NullMarked;
