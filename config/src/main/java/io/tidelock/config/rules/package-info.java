/**
 * Reads the operator's file about repositories, Atlantis's {@code repos.yaml}.
 *
 * <p><b>Given</b> its bytes. <b>Gives</b> {@link io.tidelock.config.rules.RepoRules}, which say the
 * {@link io.tidelock.config.repo.Terms} of each repository, or every Problem of the file at once. <b>Touches</b> nothing.
 * <b>Never</b> parses a key and ignores it when the key restricts: the server does not start then, or the repositories that it is
 * for are refused, red, with the reason.
 */
@NullMarked
package io.tidelock.config.rules;

import org.jspecify.annotations.NullMarked;
