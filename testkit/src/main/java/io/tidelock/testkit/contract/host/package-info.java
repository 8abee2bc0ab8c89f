/**
 * What every host must do, one abstract test a port: facts that hold on GitHub, on any other forge, and on the fake.
 *
 * <p><b>Given:</b> a {@link io.tidelock.testkit.contract.host.HostStage} set up afresh. <b>Gives:</b> a verdict: the names of the
 * tests are the facts. <b>Touches:</b> the stage. <b>Never:</b> knows which host it judges.
 */
@NullMarked
package io.tidelock.testkit.contract.host;

import org.jspecify.annotations.NullMarked;
