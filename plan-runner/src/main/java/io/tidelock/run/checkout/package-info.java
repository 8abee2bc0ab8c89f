/**
 * Fetches, merges and checks out: a bare mirror per repository, a working tree per pull request, commit and workspace.
 *
 * <p><b>Given</b> a pull request, where to fetch it, and a lease. <b>Gives</b> the merge of its head with the live base, what it
 * changes, and folders to run in whose path stays. <b>Touches</b> {@code mirrors} and {@code trees} of the data folder, and the
 * git address of the host. <b>Never</b> runs a program, a hook or a filter, reads the machine's git settings, or lets the
 * credential reach a file, an address or a message.
 */
@NullMarked
package io.tidelock.run.checkout;

import org.jspecify.annotations.NullMarked;
