/**
 * Keeps us honest: one contract per port, fakes, samples. In no release.
 *
 * <p><b>Given</b> an implementation of a port. <b>Gives</b> a verdict. <b>Touches</b> nothing. <b>Never</b> depended on by
 * anything but tests.
 */
@NullMarked
package io.tidelock.testkit;

import org.jspecify.annotations.NullMarked;
