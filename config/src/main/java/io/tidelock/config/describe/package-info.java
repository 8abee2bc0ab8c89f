/**
 * Says what is in force.
 *
 * <p><b>Given</b> settings. <b>Gives</b> text for people: each value with where it came from, secrets as stars. <b>Touches</b>
 * nothing. <b>Never</b> reveals a secret, because it is never given one.
 */
@NullMarked
package io.tidelock.config.describe;

import org.jspecify.annotations.NullMarked;
