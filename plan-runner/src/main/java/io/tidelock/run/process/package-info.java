/**
 * The process door: starts a program, waits for it, finds it again after a crash, and stops it with all its children.
 *
 * <p><b>Given</b> an argument list, an environment, a folder for what is noted about the step, and a lease. <b>Gives</b> how
 * the program ended. <b>Touches</b> processes and the folders of runs. <b>Never</b> a shell with text in it, and never a word
 * of what the program is for.
 */
@NullMarked
package io.tidelock.run.process;

import org.jspecify.annotations.NullMarked;
