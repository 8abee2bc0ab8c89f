/**
 * Remembers what {@code terraform init} made of a project, so that the next head of it needs none, and what it has downloaded, so that
 * other projects need not.
 *
 * <p><b>Given</b> a project's directory that is about to be initialised, and the repository whose pull requests may share what
 * comes of it. <b>Gives</b> a copy of an earlier {@code .terraform}, when all that init depends on is the same. <b>Touches</b>
 * its own folder, which the server's user alone may enter, and the working tree. <b>Never</b> a process; in doubt, nothing.
 */
@NullMarked
package io.tidelock.run.memory;

import org.jspecify.annotations.NullMarked;
