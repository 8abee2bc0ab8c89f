/**
 * What happened on the forge, in the words of GitLab's webhooks.
 *
 * <p><b>Given:</b> events of the forge. <b>Gives:</b> payloads to the courier. <b>Touches:</b> nothing else. <b>Never:</b> speaks
 * to a webhook that GitHub's side made.
 */
@NullMarked
package io.tidelock.sandbox.gitlab.hook;

import org.jspecify.annotations.NullMarked;
