/**
 * The forge's git: bare repositories on disk, and what a forge reads from and writes into them.
 *
 * <p><b>Given:</b> a bare repository and names of commits or branches. <b>Gives:</b> commits, file changes, merges, packs.
 * <b>Touches:</b> the data folder. <b>Never:</b> HTTP, JSON, accounts or pull requests; never a {@code git} program.
 * Failures of the disk come out as {@link java.io.UncheckedIOException}.
 */
@NullMarked
package io.tidelock.sandbox.git;

import org.jspecify.annotations.NullMarked;
