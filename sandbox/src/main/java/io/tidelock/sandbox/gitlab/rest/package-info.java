/**
 * GitLab's REST API under {@code /api/v4}.
 *
 * <p><b>Given:</b> requests with or without a token. <b>Gives:</b> the real host's answers, errors, pages and headers.
 * <b>Touches:</b> the forge, through its departments. <b>Never:</b> decides a rule of the forge: it only says who may ask.
 */
@NullMarked
package io.tidelock.sandbox.gitlab.rest;

import org.jspecify.annotations.NullMarked;
