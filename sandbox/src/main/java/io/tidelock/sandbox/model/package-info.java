/**
 * What the forge remembers: accounts, repositories, pull requests and what was said and decided about them.
 *
 * <p><b>Given:</b> nothing. <b>Gives:</b> plain mutable things, found through {@link io.tidelock.sandbox.model.World}.
 * <b>Touches:</b> memory only. <b>Never:</b> git, JSON, HTTP; and never read or written without the World's lock.
 */
@NullMarked
package io.tidelock.sandbox.model;

import org.jspecify.annotations.NullMarked;
