/**
 * What is GitLab's own in the sandbox: quick actions, and its people, projects and hooks for tests and demos.
 *
 * <p><b>Given:</b> the forge that speaks GitHub as well. <b>Gives:</b> GitLab's behaviour on top of it. <b>Touches:</b> the
 * forge, through its departments. <b>Never:</b> changes how the forge answers in GitHub's words.
 */
@NullMarked
package io.tidelock.sandbox.gitlab;

import org.jspecify.annotations.NullMarked;
