/**
 * The forge's things in the shapes of GitLab's API.
 *
 * <p><b>Given:</b> things of the model, and the address the asker used. <b>Gives:</b> JSON. <b>Touches:</b> nothing; it reads
 * commits from git. <b>Never:</b> changes anything.
 */
@NullMarked
package io.tidelock.sandbox.gitlab.json;

import org.jspecify.annotations.NullMarked;
