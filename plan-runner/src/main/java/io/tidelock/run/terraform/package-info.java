/**
 * Knows terraform (and OpenTofu): how it is called, what its output, plan JSON and state folders mean, what a plan depends on.
 *
 * <p><b>Given</b> a project's directory and what a process printed. <b>Gives</b> plan summaries, texts, problems. <b>Touches</b>
 * the working tree, and processes through the process door. <b>Never</b> a decision about what to run.
 */
@NullMarked
package io.tidelock.run.terraform;

import org.jspecify.annotations.NullMarked;
