/**
 * Holds state, time and threads; joins the rest.
 *
 * <p><b>Given</b> settings. <b>Gives</b> a running server. <b>Touches</b> the clock, threads, the environment. <b>Never</b>
 * decides what a verb should decide.
 */
@NullMarked
package io.tidelock.server;

import org.jspecify.annotations.NullMarked;
