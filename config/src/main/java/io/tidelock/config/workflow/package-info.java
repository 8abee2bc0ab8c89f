/**
 * Reads workflows, which the repository's file and the operator's file have in common.
 *
 * <p><b>Given</b> a section of a YAML file. <b>Gives</b> {@link io.tidelock.core.project.Workflow}s, each with the reason why it
 * cannot be followed, if there is one. <b>Touches</b> nothing. <b>Never</b> puts text of a pull request into a command, or drops a
 * step that it cannot follow.
 */
@NullMarked
package io.tidelock.config.workflow;

import org.jspecify.annotations.NullMarked;
