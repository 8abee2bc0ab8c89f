/**
 * Reads the file in the repository, {@code tidelock.yaml} or {@code atlantis.yaml}.
 *
 * <p><b>Given</b> its bytes. <b>Gives</b> {@link io.tidelock.core.project.RepoSettings}, or every Problem of the file at once.
 * What was typed (Raw…) and what it means are two types. <b>Touches</b> nothing. <b>Never</b> parses a key and ignores it when
 * the key restricts or changes what runs: such a project is refused, red, with the reason.
 */
@NullMarked
package io.tidelock.config.repo;

import org.jspecify.annotations.NullMarked;
