/**
 * The one GitHub App of the sandbox: its keys, where it is installed, and the tokens that it is lent.
 *
 * <p><b>Given:</b> the world, and a folder for its key. <b>Gives:</b> who an App's web token is of, and an account for each installation.
 * <b>Touches:</b> the key's file. <b>Never:</b> believes a web token without looking at its signature and its times.
 */
@NullMarked
package io.tidelock.sandbox.app;

import org.jspecify.annotations.NullMarked;
