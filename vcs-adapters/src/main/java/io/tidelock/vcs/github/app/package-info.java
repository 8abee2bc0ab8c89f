/**
 * Comes as a GitHub App: signs for itself with the App's key, and is lent a token for each account that installed it.
 *
 * <p><b>Given:</b> the App's id and key, and a desk at which its questions are asked. <b>Gives:</b> tokens of installations. <b>Touches:</b>
 * the few addresses of the API that know Apps. <b>Never:</b> lets key or token into a message, or uses a token to its last minute.
 */
@NullMarked
package io.tidelock.vcs.github.app;

import org.jspecify.annotations.NullMarked;
