/**
 * A host in memory that keeps the contracts of the host ports: for tests of what stands above them.
 *
 * <p><b>Given:</b> what people and we do there. <b>Gives:</b> what a host would answer, and misfortune on demand. <b>Touches:</b>
 * nothing. <b>Never:</b> speaks any true host's dialect.
 */
@NullMarked
package io.tidelock.testkit.fake.host;

import org.jspecify.annotations.NullMarked;
