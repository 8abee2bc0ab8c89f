/**
 * What Atlantis knows, and what Tidelock does with it: the rows of {@code atlantis-compat.yaml}.
 *
 * <p><b>Given</b> that file, from the class path. <b>Gives</b> rows by kind and name. <b>Touches</b> nothing else. <b>Never</b>
 * holds a second list: what is known of Atlantis is known from there.
 */
@NullMarked
package io.tidelock.config.compat;

import org.jspecify.annotations.NullMarked;
