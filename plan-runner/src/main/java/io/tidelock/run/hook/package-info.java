/**
 * What hooks leave behind in a checkout.
 *
 * <p><b>Given</b> a working tree, before and after commands were run in it. <b>Gives</b> its files as they are now, as far as they
 * are not those of the commit. <b>Touches</b> the working tree, and a note in its {@code .git}. <b>Never</b> follows a link.
 */
@NullMarked
package io.tidelock.run.hook;

import org.jspecify.annotations.NullMarked;
