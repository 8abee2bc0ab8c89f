/**
 * Which projects a set of changed files touches, and which project a comment means.
 *
 * <p><b>Given</b> the meaning of the repository's file, the files of one commit and the paths that changed. <b>Gives</b> projects,
 * each once, in the order of their keys, or the Problem why there is none. <b>Touches</b> nothing. <b>Never</b> reads a file other
 * than through the given tree, follows a symbolic link, or takes more than a bounded time for a pattern somebody wrote.
 */
@NullMarked
package io.tidelock.config.select;

import org.jspecify.annotations.NullMarked;
