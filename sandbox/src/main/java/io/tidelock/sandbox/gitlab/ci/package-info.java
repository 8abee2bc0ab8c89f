/**
 * GitLab's pipelines, and the statuses that other services hang on them.
 *
 * <p><b>Given:</b> statuses by commit. <b>Gives:</b> pipelines and their jobs. <b>Touches:</b> the world, under its lock.
 * <b>Never:</b> runs anything.
 */
@NullMarked
package io.tidelock.sandbox.gitlab.ci;

import org.jspecify.annotations.NullMarked;
