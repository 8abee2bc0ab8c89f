/**
 * Misfortune on demand: answers that fail, hang, break off or come late, and webhooks that get lost or come twice.
 *
 * <p><b>Given:</b> orders from a test or over HTTP. <b>Gives:</b> the next effect for a request or a webhook, each as often as ordered.
 * <b>Touches:</b> nothing. <b>Never:</b> acts by itself: who asks here does what the effect says.
 */
@NullMarked
package io.tidelock.sandbox.fault;

import org.jspecify.annotations.NullMarked;
