/**
 * The steps of a workflow, one class per kind.
 *
 * <p><b>Given</b> terraform in a directory, arguments that are known to be the operator's or a commenter's, and patience.
 * <b>Gives</b> what came of it, or what broke. <b>Touches</b> the working tree and the run's folder. <b>Never</b> another step.
 */
@NullMarked
package io.tidelock.run.step;

import org.jspecify.annotations.NullMarked;
