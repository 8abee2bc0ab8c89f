/**
 * A forge, a server process, people, and somebody with a shell: what is needed to see something happen.
 *
 * <p><b>Given</b> a folder and the jar. <b>Gives</b> what was seen, with times. <b>Touches</b> the folder, processes, ports. <b>Never</b>
 * judges a figure.
 */
@NullMarked
package io.tidelock.benchmarks.scene;

import org.jspecify.annotations.NullMarked;
