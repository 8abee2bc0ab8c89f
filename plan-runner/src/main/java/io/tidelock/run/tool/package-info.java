/**
 * Finds the terraform or tofu binary.
 *
 * <p><b>Given</b> the operator's choice and a search path. <b>Gives</b> the tool, or a problem that says what was looked for.
 * <b>Touches</b> the file system; asks a binary for its version once; downloads what is asked for and not there, when it may, and waits for
 * no host for ever. <b>Never</b> a project.
 */
@NullMarked
package io.tidelock.run.tool;

import org.jspecify.annotations.NullMarked;
