/**
 * Speaks to one GitLab: gitlab.com or a server of one's own. gitlab4j and our own calls go over the same {@code Wire}.
 *
 * <p><b>Given:</b> {@link io.tidelock.vcs.gitlab.GitLabSettings} and a network. <b>Gives:</b> the five roles of a host. <b>Touches:</b>
 * GitLab's API. <b>Never:</b> repeats a write, waits for a limit, prints a credential, or lets a line of quoted text become an order.
 */
@NullMarked
package io.tidelock.vcs.gitlab;

import org.jspecify.annotations.NullMarked;
