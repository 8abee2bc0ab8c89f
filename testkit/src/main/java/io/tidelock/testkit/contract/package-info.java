/**
 * What every implementation of a port must do, one abstract test a port.
 *
 * <p><b>Given</b> a fresh implementation. <b>Gives</b> a verdict: the names of the tests are the facts. <b>Touches</b>
 * nothing but what it is given. <b>Never</b> knows which implementation it judges.
 */
@NullMarked
package io.tidelock.testkit.contract;

import org.jspecify.annotations.NullMarked;
