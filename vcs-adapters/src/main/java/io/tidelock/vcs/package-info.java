/**
 * Speaks to hosts: the only outbound calls to forges.
 *
 * <p><b>Given:</b> what core wants said or read. <b>Gives:</b> values of core. <b>Touches:</b> the hosts' APIs. <b>Never:</b> the
 * disk, a process, or the database.
 */
@NullMarked
package io.tidelock.vcs;

import org.jspecify.annotations.NullMarked;
